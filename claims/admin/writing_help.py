"""What a good statement and a good summary are: short, each with a good and a bad example."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Lesson:
    title: Promise
    rules: tuple[Promise, ...]
    good: Promise
    bad: Promise
    why_bad: Promise


LESSONS = {
    "statement": Lesson(
        gettext_lazy("What is a good statement?"),
        (
            gettext_lazy("One claim only. What has two parts becomes two claims, with a parent if need be."),
            gettext_lazy("Complete by itself: who, what, where, when, and the number as it was said."),
            gettext_lazy("In neutral words of our own, without a verdict and without “reportedly”."),
            gettext_lazy("Something that evidence can support or refute: no opinion, no forecast."),
        ),
        gettext_lazy(
            "In the two years to January 2025, China’s government approved more than forty large language models."
        ),
        gettext_lazy("China is winning the AI race with its incredible number of models."),
        gettext_lazy("“Winning” and “incredible” are opinions; there is no number, no date, nothing to look up."),
    ),
    "summary": Lesson(
        gettext_lazy("What is a good summary?"),
        (
            gettext_lazy("Begin with what is the case, not with what we did."),
            gettext_lazy("Name the decisive evidence and its date; a reader may see nothing else."),
            gettext_lazy("One or two plain sentences, no jargon, the same in every language."),
        ),
        gettext_lazy(
            "OpenAI’s own list of supported places leaves out China, and in 2024 the company moved to block access."
        ),
        gettext_lazy("We looked into this claim in detail and found that it is partly correct in some respects."),
        gettext_lazy("It says nothing that a reader could use or check."),
    ),
}


def lesson_html(name: str) -> SafeString:
    lesson = LESSONS[name]
    return format_html(
        '<details class="lesson"><summary>{}</summary><ul>{}</ul>'
        '<p class="example good"><strong>{}</strong> {}</p>'
        '<p class="example bad"><strong>{}</strong> {} <em>{}</em></p>'
        "</details>",
        lesson.title,
        format_html_join("", "<li>{}</li>", ((rule,) for rule in lesson.rules)),
        _("Good:"),
        lesson.good,
        _("Not good:"),
        lesson.bad,
        lesson.why_bad,
    )


def teach(form: Any) -> None:
    """Put the lessons under the fields that they are about."""
    for name, field in form.fields.items():
        if name in LESSONS:
            field.help_text = format_html("{} {}", field.help_text, lesson_html(name))
