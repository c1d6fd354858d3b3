"""What people say about being served: ratings 好差评, and concerns 诉求 (我要问, 网上投诉, 12345).

Rating 评价: stars 1–5 for one occasion 评价机会 of a case (the counter that took it in, the result); a
follow-up 追评 adds words once, a second rating 再评 is asked for after a bad one was put right. Rater 评价人:
kept apart, so that who is rated cannot read it. Bad rating 差评: two stars or one. Remedy 差评整改: what the
body does about it, called back 回访 by a supervising body 监察 that is not the rated one. Appeal 申诉: the
body holds a rating for mistaken or malicious. Suspicion 异常评价: a pattern that somebody must look at.
Concern 诉求: a question, a plea for help, a complaint, a report, a proposal or praise; its author 诉求人 is
kept apart. Task 承办: what one body has to answer. Centre 诉求受理中心: classifies, dispatches, replies,
calls back. Published answer 公开答复: a question and its answer without anybody in it; together the
knowledge base 知识库.
"""
