"""x"""


def write_programmes():
    pass
