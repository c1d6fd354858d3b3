"""E-supervision 电子监察: what happened is judged by rules; the judged have their say; red has consequences.

Words: dossier 监察档案 (what the rules read of one case, guide, rating, complaint or rule set), rule
监察规则, finding 监察发现, signal 监察信号 (reminder 提示, yellow card 黄牌, red card 红牌), explanation
说明, appeal 申诉, correction 整改, recommendation 监察建议书, accountability 责任追究, trial 规则试算.
"""
