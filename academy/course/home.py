"""Where courses are found."""

from pathlib import Path

COURSE_FILE = "course.toml"  # in lessons/, beside the lessons; not one of them


def shipped() -> Path:
    """The course that ships: inside an installed package, or the root of the source tree."""
    package = Path(__file__).resolve().parent.parent
    content = package / "content"
    return content if (content / "lessons").is_dir() else package.parent


def find(folder: str | None) -> Path:
    """The course folder that was asked for (`--course DIR`), or the shipped one."""
    if folder is None:
        return shipped()
    try:
        return Path(folder).expanduser()
    except RuntimeError:  # no such user: what is wrong is said of the path as it was given
        return Path(folder)
