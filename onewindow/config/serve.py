"""placeholder"""


def main(words: list[str]) -> int:
    return 0
