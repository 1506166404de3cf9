"""Texts: what messages say, looked at and written otherwise by staff."""

from typing import Annotated

from litestar.params import PathParameter

from bdcommerce.infra.http import get, post, put
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import Page
from bdcommerce.kernel.errors import Stale, ensure
from bdcommerce.kernel.text import Language
from bdcommerce.notifications.api.addresses import address
from bdcommerce.notifications.api.deps import ApiDeps
from bdcommerce.notifications.domain.sms import parts_of, thrifty
from bdcommerce.notifications.domain.templates import Template
from bdcommerce.notifications.domain.texts import TEMPLATES
from bdcommerce.notifications.errors import BadTemplate, NoSuchTemplate, NotTriable
from bdcommerce.notifications.handlers import wishes as cases
from bdcommerce.notifications.ports import Edit
from bdcommerce.notifications.queries import templates as queries
from bdcommerce.notifications.queries.templates import Said
from bdcommerce.notifications.schemas import (
    Edited,
    PartsView,
    Preview,
    Previews,
    PreviewTemplate,
    RevertTemplate,
    TemplateHistory,
    TemplateView,
    TestTemplate,
    WriteTemplate,
)

Name = Annotated[str, PathParameter(max_length=50, pattern=r"^[a-z_]+$", description="of the template")]


@get("/admin/templates", access=staff("messages.read"), summary="What messages say")
async def list_templates(deps: ApiDeps) -> Page[TemplateView]:
    """All of them, by name."""
    said = await queries.current(deps.reads)
    views = [_view(TEMPLATES[name], said.get(name)) for name in sorted(TEMPLATES)]
    return Page(items=views, next_cursor=None)


@get("/admin/templates/{name:str}", access=staff("messages.read"), summary="A template", raises=[NoSuchTemplate])
async def get_template(name: Name, deps: ApiDeps) -> TemplateHistory:
    """With what it said before."""
    return await _whole(deps, cases.shipped(name))


@put(
    "/admin/templates/{name:str}",
    access=staff("messages.manage"),
    summary="Write a template otherwise",
    raises=[NoSuchTemplate, BadTemplate, Stale],
)
async def write_template(name: Name, data: WriteTemplate, caller: Caller, deps: ApiDeps) -> TemplateHistory:
    """Every value it has must be in both languages, and no other one. What was sent before stays as it was."""
    made = Edit(text=cases.localized(data.en, data.bn), note=data.note, by=caller.user_id)
    async with deps.works() as work:
        await cases.edit(work, name, data.version, made)
    return await _whole(deps, cases.shipped(name))


@post(
    "/admin/templates/{name:str}/revert",
    access=staff("messages.manage"),
    summary="Let a template say again what was shipped",
    raises=[NoSuchTemplate, Stale],
    status_code=200,
)
async def revert_template(name: Name, data: RevertTemplate, caller: Caller, deps: ApiDeps) -> TemplateHistory:
    """As a new version: nothing of its history is lost."""
    async with deps.works() as work:
        await cases.revert(work, name, data.version, caller.user_id)
    return await _whole(deps, cases.shipped(name))


@post(
    "/admin/templates/{name:str}/preview",
    access=staff("messages.read"),
    summary="Look at a text with sample values",
    raises=[NoSuchTemplate, BadTemplate],
    status_code=200,
)
async def preview_template(name: Name, data: PreviewTemplate, deps: ApiDeps) -> Previews:
    """In both languages, and how many SMS it takes. Nothing is kept."""
    template = await _current(deps, cases.shipped(name))
    text = cases.localized(data.en or template.text.en, data.bn or template.text.bn)
    shown = cases.shipped(name).written(text, template.version)
    return Previews(en=_preview(shown, "en"), bn=_preview(shown, "bn"))


@post(
    "/admin/templates/{name:str}/test",
    access=staff("messages.manage"),
    summary="Send yourself a template with sample values",
    raises=[NoSuchTemplate, NotTriable],
    status_code=204,
)
async def test_template(name: Name, data: TestTemplate, deps: ApiDeps) -> None:
    """The text that holds now, to a phone or an address that you give."""
    template = cases.shipped(name)
    ensure(template.channel != "push", NotTriable("a push goes to devices of yours only"))
    to = address(data.to, template.channel)
    async with deps.works() as work:
        await cases.try_out(work, name, to=to, language=data.language)


async def _current(deps: ApiDeps, shipped: Template) -> Template:
    async with deps.works() as work:
        return await work.texts.current(shipped)


async def _whole(deps: ApiDeps, shipped: Template) -> TemplateHistory:
    said = await queries.history(deps.reads, shipped.name)
    view = _view(shipped, said[0] if said else None)
    return TemplateHistory(
        **{name: getattr(view, name) for name in TemplateView.__struct_fields__},
        shipped=shipped.text,
        history=[
            Edited(
                version=each.version,
                text=each.text,
                note=each.note,
                edited_by=each.edited_by,
                edited_at=each.edited_at,
            )
            for each in said
        ],
    )


def _view(shipped: Template, said: Said | None) -> TemplateView:
    return TemplateView(
        name=shipped.name,
        channel=shipped.channel,
        topic=shipped.topic,
        urgent=shipped.urgent,
        parameters=sorted(shipped.parameters),
        secret=sorted(shipped.secret),
        text=said.text if said else shipped.text,
        version=said.version if said else 0,
        edited_by=said.edited_by if said else None,
        edited_at=said.edited_at if said else None,
    )


def _preview(template: Template, language: Language) -> Preview:
    text = template.render(template.sample(), language)
    text = thrifty(text) if template.channel == "sms" else text
    parts = parts_of(text)
    sms = PartsView(encoding=parts.encoding, units=parts.units, parts=parts.parts)
    return Preview(text=text, sms=sms if template.channel == "sms" else None)


ROUTES = (list_templates, get_template, write_template, revert_template, preview_template, test_template)
