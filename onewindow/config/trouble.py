"""What stops the product from running, each as one plain sentence instead of a traceback."""

import errno

import django.db
import psycopg


class Trouble(Exception):
    """Something a person must put right before the product can run; the text says what."""


def plainly(error: BaseException, home: str) -> str | None:
    """Return one sentence for a failure a person can mend, or None when it is a bug."""
    if isinstance(error, Trouble):
        return str(error)
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) and len(chain) < 8:
        chain.append(cause)
    for each in chain:
        if isinstance(each, OSError) and each.errno in {errno.ENOSPC, errno.EDQUOT}:
            return disk_full(home)
        if isinstance(each, psycopg.errors.DiskFull):
            return disk_full(home)
        if isinstance(each, OSError) and each.errno in {errno.EACCES, errno.EROFS}:
            return f"不能写入 {each.filename or home}。Cannot write to {each.filename or home}."
        if isinstance(each, psycopg.OperationalError | django.db.OperationalError):
            return unreachable(str(each))
    return None


def disk_full(home: str) -> str:
    """Say that the disk under `home` is full."""
    return (
        f"磁盘空间不足：{home} 所在磁盘已满，请腾出空间后重试。"
        f"The disk holding {home} is full: free some space, then start again."
    )


def unreachable(reason: str) -> str:
    """Say that the database cannot be reached, with the driver's last line."""
    last = reason.strip().splitlines()[-1].strip() if reason.strip() else "no reason given"
    return (
        "数据库无法连接，请检查 DATABASE_URL 与数据库是否已启动。"
        f"The database cannot be reached; check DATABASE_URL and that the server runs ({last})."
    )
