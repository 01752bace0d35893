"""The frame that shows a claim in somebody else's page: one piece of markup for editors and for oEmbed."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

FRAME_WIDTH, FRAME_HEIGHT = 600, 240


def frame(page: str, title: str, width: int = FRAME_WIDTH, height: int = FRAME_HEIGHT) -> SafeString:
    """``page`` is the full address of the claim's page.

    The sandbox gives the frame no origin: it can run what keeps it current and open its link, and it reaches neither
    the page around it nor anything that the browser keeps for this site.
    """
    return format_html(
        '<iframe src="{}embed/" title="{}" width="{}" height="{}" loading="lazy"'
        ' sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"'
        ' style="border:0;max-width:100%"></iframe>',
        *(page, title, width, height),
    )
