"""A picture of wall times: a group of bars for each case, as SVG."""
import itertools
from xml.sax.saxutils import escape

LINE, LABEL_WIDTH, BAR_WIDTH, VALUE_WIDTH, MARGIN = 20, 190, 480, 90, 16
OURS, THEIRS = "#2b6cb0", "#a0aec0"


def bars(rows):
    """The longest bar of each group is as wide as there is room."""
    parts, y = [], MARGIN
    for case, group in itertools.groupby(rows, key=lambda row: row.case):
        group = list(group)
        longest = max(row.wall_seconds for row in group) or 1
        y += LINE
        parts.append(text(MARGIN, y, str(case), weight="bold"))
        for row in group:
            y += LINE
            width = BAR_WIDTH * row.wall_seconds / longest
            colour = OURS if row.name == "crossdock" else THEIRS
            value = f"{row.wall_seconds:.2f} s" if row.wall_seconds else "failed"
            parts.append(text(MARGIN + LABEL_WIDTH - 8, y, row.name, anchor="end"))
            parts.append(f'<rect x="{MARGIN + LABEL_WIDTH}" y="{y - 13}" width="{width:.1f}" height="16" fill="{colour}"/>')
            parts.append(text(MARGIN + LABEL_WIDTH + width + 6, y, value))
        y += LINE // 2
    width, height = 2 * MARGIN + LABEL_WIDTH + BAR_WIDTH + VALUE_WIDTH, y + MARGIN
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        'font-family="sans-serif" font-size="13">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>', *parts, "</svg>", "",
    ])


def text(x, y, words, anchor="start", weight="normal"):
    return (f'<text x="{x:.1f}" y="{y}" text-anchor="{anchor}" font-weight="{weight}" fill="#1a202c">'
            f"{escape(words)}</text>")
