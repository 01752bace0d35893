"""The frame that shows a claim in somebody else's page: one piece of markup for editors and for oEmbed."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

FRAME_WIDTH, FRAME_HEIGHT = 600, 240


def frame(page: str, title: str, width: int = FRAME_WIDTH, height: int = FRAME_HEIGHT) -> SafeString:
    """``page`` is the full address of the claim's page. No script: what is in the frame asks for itself again."""
    return format_html(
        '<iframe src="{}embed/" title="{}" width="{}" height="{}" loading="lazy"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox" style="border:0;max-width:100%"></iframe>',
        *(page, title, width, height),
    )
