"""OFD 版式文件 (GB/T 33190): our own writer, reader and checker; the seal in it follows GB/T 38540-2020."""
