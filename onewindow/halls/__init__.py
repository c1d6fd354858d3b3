"""Service centres at five levels: halls 大厅, counters 窗口, queue numbers 排队号, appointments 预约.

Hall 政务服务大厅: where a centre (an agency of government) receives people, on working days and days named.
Line 队列: what one takes a number for, with the items it takes, a joint line all (一窗通办).
Counter 窗口: where a clerk sits and serves lines; 一人双机 when one clerk works two systems there.
Sitting 在岗: one clerk at one counter for a time. Staff 大厅人员: who may sit, and who manages the hall.
Ticket 排队号: a number of one hall and day, waiting, called, being served, and how it ended.
Appointment 预约: a place in a slot 时段 of a line; who arrives with it goes before the others.
"""
