"""Investment projects 投资项目: the code before the first approval, four stages, all cases on one page.

Words: project 项目 · code 项目代码 · stage 阶段 · lead 牵头部门 · binding 关联 of a case to its project.
"""
