"""OFD files (GB/T 33190) are ZIP packages: a look into their directory, never into what they unpack to."""

from io import BytesIO
from zipfile import BadZipFile, ZipFile

from onewindow.documents.errors import FileRefused

MOST_ENTRIES, MOST_BYTES, MOST_RATIO = 5_000, 200 * 1024 * 1024, 200
ROOT = "OFD.xml"


def check_ofd(data: bytes) -> None:
    """Raise FileRefused unless the package is an OFD of sane size, told by its directory alone."""
    try:
        with ZipFile(BytesIO(data)) as package:
            entries = package.infolist()
    except (BadZipFile, ValueError, OSError, NotImplementedError) as fault:
        raise FileRefused(cause="OFD文件已损坏，请重新导出后再传。") from fault
    if len(entries) > MOST_ENTRIES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise FileRefused(cause="OFD文件展开后太大，请拆成几个文件再传。")
    if any(entry.file_size > MOST_RATIO * max(entry.compress_size, 1) + 1_000_000 for entry in entries):
        raise FileRefused(cause="OFD文件的压缩方式不正常，请重新导出后再传。")
    names = [entry.filename for entry in entries]
    if ROOT not in names or any(name.startswith("/") or ".." in name.split("/") for name in names):
        raise FileRefused(cause="这不是OFD文件；压缩包请解开后，分别上传里面的文件。")
