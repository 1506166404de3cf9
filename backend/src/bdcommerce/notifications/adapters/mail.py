"""E-mail as it is written: plain text and the same as HTML, with an id by which a repetition is the same mail."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from html import escape

from bdcommerce.kernel import clock
from bdcommerce.kernel.text import Localized
from bdcommerce.notifications.ports import Parcel

_LEAVE = Localized(
    "You get this because you allowed it. If you want no more of it:",
    "আপনি অনুমতি দিয়েছেন বলে এটি পেয়েছেন। আর না চাইলে:",
)
_PAGE = """\
<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title></head>
<body style="margin:0;background:#f4f4f2;font:16px/1.6 system-ui,'Noto Sans Bengali',sans-serif;color:#1c1c1a">
<div style="max-width:36rem;margin:2rem auto;padding:2rem;background:#fff;border-radius:.5rem">{body}</div>
</body></html>
"""


def written(parcel: Parcel, sender: str) -> EmailMessage:
    """The mail. Raises ValueError for an address that cannot stand in a header."""
    mail = EmailMessage(policy=SMTP.clone(cte_type="7bit"))
    mail["From"] = sender
    mail["To"] = parcel.to
    mail["Subject"] = " ".join(parcel.subject.split())
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = message_id(parcel, sender)
    mail["Content-Language"] = parcel.language
    mail["Auto-Submitted"] = "auto-generated"
    if parcel.unsubscribe:
        mail["List-Unsubscribe"] = f"<{parcel.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(_plain(parcel))
    mail.add_alternative(_html(parcel), subtype="html")
    return mail


def message_id(parcel: Parcel, sender: str) -> str:
    """Made of our id, so that mailboxes know the same message again."""
    return f"<{parcel.message_id}@{parseaddr(sender)[1].partition('@')[2]}>"


def _plain(parcel: Parcel) -> str:
    leave = f"\n\n-- \n{_LEAVE.to(parcel.language)}\n{parcel.leave_page}" if parcel.leave_page else ""
    return f"{parcel.text}{leave}\n"


def _html(parcel: Parcel) -> str:
    paragraphs = "".join(f"<p>{escape(part)}</p>" for part in parcel.text.split("\n\n"))
    leave = ""
    if parcel.leave_page:
        words, link = escape(_LEAVE.to(parcel.language)), escape(parcel.leave_page)
        leave = f'<p style="color:#666;font-size:.8rem">{words} <a href="{link}">{link.partition("#")[0]}</a></p>'
    body = paragraphs.replace("\n", "<br>\n") + leave
    return _PAGE.format(lang=parcel.language, title=escape(parcel.subject), body=body)
