"""The verbs of government, for the permission table: all of them are commands of whoever runs the house."""

from onewindow.kernel.public import permissions

TITLE = "机构区划"
Permission = permissions.Permission
VERBS = (
    Permission("load_regions", "载入行政区划", None, "由运行人员的命令调用"),
    Permission("load_agencies", "载入机构", None, "由运行人员的命令调用"),
)
