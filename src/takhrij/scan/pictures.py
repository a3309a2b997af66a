"""How much of each surah is quoted, as pictures. Matplotlib 3.11 or later shapes Arabic and runs it right to left."""

from __future__ import annotations

from math import log1p, nan
from typing import TYPE_CHECKING, Any, Final

from takhrij.extras import extra

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FORMATS: Final = ("svg", "png")
COLUMNS: Final = 3
STYLE: Final = {"font.family": "DejaVu Sans", "svg.hashsalt": "takhrij", "svg.fonttype": "path", "font.size": 8}


def draw_coverage(
    folder: Path, coverage: Sequence[tuple[int, str, int, int, float]], times: Mapping[tuple[int, int], int]
) -> list[Path]:
    """Draw the surahs as strips, a stripe a verse, the darker the more often it is quoted.

    Args:
        folder: where the pictures go.
        coverage: for each surah its number, name, verses, verses quoted, and their share.
        times: how often each verse that is quoted is quoted, by surah and verse.

    Returns:
        the files, one for each of `FORMATS`.

    Raises:
        ConfigError: Matplotlib is not installed.
        OSError: a file cannot be written.
    """
    matplotlib = extra("matplotlib", "stats")
    figures: Any = extra("matplotlib.figure", "stats")
    rows = -(-len(coverage) // COLUMNS)
    most = max(times.values(), default=1)
    with matplotlib.rc_context(STYLE):
        figure = figures.Figure(figsize=(14, 0.27 * rows + 1.2), layout="constrained")
        figure.suptitle(
            "Verses quoted, by surah: a stripe a verse, darker where it is quoted more often, grey where never",
            fontsize=11,
        )
        for column, axes in enumerate(figure.subplots(1, COLUMNS)):
            part = coverage[column * rows : (column + 1) * rows]
            for place, (surah, _, ayahs, _, _) in enumerate(part):
                shades = [
                    [
                        log1p(times[surah, ayah]) / log1p(most) if (surah, ayah) in times else nan
                        for ayah in range(1, ayahs + 1)
                    ]
                ]
                axes.imshow(
                    shades, cmap="YlGnBu", vmin=-0.25, vmax=1, aspect="auto", interpolation="nearest",
                    extent=(0, 1, place + 0.42, place - 0.42),
                )  # fmt: skip
            axes.set_facecolor("#f4f4f4")
            axes.set(xlim=(0, 1), ylim=(rows - 0.5, -0.5), xticks=[])
            axes.set_yticks(range(len(part)), [f"{name} {surah}" for surah, name, *_ in part])
            right = axes.secondary_yaxis("right")
            right.set_yticks(range(len(part)), [f"{quoted} of {ayahs}" for _, _, ayahs, quoted, _ in part])
            for each in (axes, right):
                each.tick_params(length=0)
                each.spines[:].set_visible(False)
        made = []
        for form in FORMATS:
            path = folder / f"coverage.{form}"
            figure.savefig(path, dpi=130, metadata={"Date": None} if form == "svg" else None)
            made.append(path)
    return made
