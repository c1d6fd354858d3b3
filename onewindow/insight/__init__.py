"""Insight 统计与考核: figures counted as things happen, the dashboard, bulletins, assessments of bodies.

Words: figure 统计数 (one number of a body on a day), indicator 指标 (computed from figures), assessment 考核,
bulletin 通报, self-assessment 自评.
"""
