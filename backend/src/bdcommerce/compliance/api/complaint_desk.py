"""Complaints, as staff work on them: the queue, answers, escalation, and what an authority needs to see."""

from typing import Annotated

from litestar import Response
from litestar.params import PathParameter, QueryParameter

from bdcommerce.compliance.api.complaints import photo
from bdcommerce.compliance.api.parameters import ID, Id, PhotoName, VendorId, oldest
from bdcommerce.compliance.domain.complaints import AnswerTemplate, Category, ComplaintStatus
from bdcommerce.compliance.errors import ComplaintClosed, UnknownComplaint, UnknownTemplate
from bdcommerce.compliance.handlers import complaints as handlers
from bdcommerce.compliance.queries import ApiDeps, complaints, evidence, letters
from bdcommerce.compliance.queries.complaints import Sought
from bdcommerce.compliance.schemas.complaints import (
    AnswerComplaint,
    AssignComplaint,
    EscalateComplaint,
    ReferComplaint,
    StaffComplaintDetail,
    StaffComplaintView,
    TemplateBody,
    TemplateView,
)
from bdcommerce.compliance.schemas.letters import StaffLetterView, WriteLetter
from bdcommerce.infra.files import UnknownFile
from bdcommerce.infra.http import delete, get, paging, post, put
from bdcommerce.infra.http.access import staff
from bdcommerce.infra.http.documented import ZIP, Archive, Picture
from bdcommerce.infra.http.identity import Caller
from bdcommerce.infra.http.paging import PAGE, Cursor, Limit, Page
from bdcommerce.kernel import ids
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Localized, nfc

MAY = "complaints.manage"
OfStatus = Annotated[ComplaintStatus | None, QueryParameter(name="status", description="only those of this status")]
OfCategory = Annotated[Category | None, QueryParameter(name="category", description="only those about this")]
TemplateId = Annotated[str, PathParameter(max_length=64, pattern=ID, description="id of an answer, `ans_…`")]
Assigned = Annotated[
    str, QueryParameter(name="assigned_to", max_length=64, pattern=r"^[a-z0-9_]*$", description="a user id")
]


@get("/admin/complaints", access=staff(MAY), summary="The queue of complaints, the longest waiting first")
async def list_all_complaints(
    *,
    deps: ApiDeps,
    status: OfStatus = None,
    category: OfCategory = None,
    assigned_to: Assigned = "",
    vendor_id: VendorId = "",
    limit: Limit = PAGE,
    cursor: Cursor = "",
) -> Page[StaffComplaintView]:
    """Filtered by status, category, vendor and who takes care of them."""
    sought = Sought(status=status, category=category, assigned_to=assigned_to, vendor_id=vendor_id)
    rows = await complaints.queue(deps.reads, sought, oldest(cursor), limit + 1)
    return paging.page(rows, limit, lambda row: (row.opened_at.isoformat(), row.id))


@get("/admin/complaints/{complaint_id:str}", access=staff(MAY), summary="All of a complaint", raises=[UnknownComplaint])
async def read_any_complaint(complaint_id: Id, deps: ApiDeps) -> StaffComplaintDetail:
    """With its 72 hours, all messages and the notes of staff."""
    return await _detail(deps, complaint_id)


@put(
    "/admin/complaints/{complaint_id:str}/assignee",
    access=staff(MAY),
    summary="Give a complaint to somebody",
    raises=[UnknownComplaint],
)
async def assign_complaint(complaint_id: Id, data: AssignComplaint, deps: ApiDeps) -> StaffComplaintDetail:
    """To nobody, if empty."""
    async with deps.works() as work:
        await handlers.assign(work, complaint_id, data.to)
    return await _detail(deps, complaint_id)


@post(
    "/admin/complaints/{complaint_id:str}/messages",
    access=staff(MAY),
    summary="Answer a complaint, or note something",
    raises=[UnknownComplaint, ComplaintClosed, UnknownTemplate],
)
async def answer_complaint(
    complaint_id: Id, data: AnswerComplaint, caller: Caller, deps: ApiDeps
) -> StaffComplaintDetail:
    """In one's own words or by a template. The first answer stops the 72 hours; an internal note does not."""
    ensure(bool(data.text) != bool(data.template_id), Invalid.field("text", "or a template is needed, not both"))
    text = data.text or await _by_template(deps, complaint_id, data)
    book = await deps.rule_book.book()
    async with deps.works() as work:
        if data.internal:
            await handlers.note(work, complaint_id, text, caller.actor())
        else:
            await handlers.answer(work, book, complaint_id, text, caller.actor())
    return await _detail(deps, complaint_id)


@post(
    "/admin/complaints/{complaint_id:str}/resolve",
    access=staff(MAY),
    summary="Settle a complaint",
    status_code=200,
    raises=[UnknownComplaint, ComplaintClosed],
)
async def resolve_complaint(complaint_id: Id, data: WriteLetter, caller: Caller, deps: ApiDeps) -> StaffComplaintDetail:
    """With a last word to its author."""
    book = await deps.rule_book.book()
    async with deps.works() as work:
        await handlers.resolve(work, book, complaint_id, data.text, caller.actor())
    return await _detail(deps, complaint_id)


@post(
    "/admin/complaints/{complaint_id:str}/escalate",
    access=staff(MAY),
    summary="Say that an authority deals with a complaint",
    status_code=200,
    raises=[UnknownComplaint, ComplaintClosed],
)
async def escalate_complaint(
    complaint_id: Id, data: EscalateComplaint, caller: Caller, deps: ApiDeps
) -> StaffComplaintDetail:
    """Also one that had been resolved. Its number there can be added later."""
    book = await deps.rule_book.book()
    async with deps.works() as work:
        await handlers.escalate(
            work,
            book,
            complaint_id,
            authority=data.authority,
            reference=data.reference,
            text=data.text,
            by=caller.actor(),
        )
    return await _detail(deps, complaint_id)


@put(
    "/admin/complaints/{complaint_id:str}/external-reference",
    access=staff(MAY),
    summary="Note the number that an authority has given a complaint",
    raises=[UnknownComplaint],
)
async def refer_complaint(complaint_id: Id, data: ReferComplaint, deps: ApiDeps) -> StaffComplaintDetail:
    """In CCMS or DNCRP's own system; neither can be asked by a program."""
    async with deps.works() as work:
        await handlers.refer(work, complaint_id, data.reference)
    return await _detail(deps, complaint_id)


@get(
    "/admin/complaints/{complaint_id:str}/photos/{photo_name:str}",
    access=staff(MAY),
    summary="A photo of a complaint",
    raises=[UnknownFile],
    operation_class=Picture,
)
async def show_any_photo_of_complaint(complaint_id: Id, photo_name: PhotoName, deps: ApiDeps) -> Response[bytes]:
    """As WebP."""
    return await photo(deps, complaint_id, photo_name, internal=True)


@get(
    "/admin/complaints/{complaint_id:str}/evidence",
    access=staff(MAY),
    summary="What an authority needs to see of a complaint",
    raises=[UnknownComplaint],
    operation_class=Archive,
)
async def export_evidence(complaint_id: Id, deps: ApiDeps) -> Response[bytes]:
    """A ZIP: `case.json` with the messages, what was heard of the order, its clocks and invoices; the invoices as PDF;
    the photos. Notes among staff are left out.
    """
    view = await complaints.one(deps.reads, complaint_id)
    packed = await deps.packs.pack(await evidence.of_complaint(deps, view))
    headers = {"Content-Disposition": f'attachment; filename="{view.number}.zip"'}
    return Response(packed, media_type=ZIP, headers=headers)


@get("/admin/answer-templates", access=staff(MAY), summary="Answers that are given often")
async def list_templates(deps: ApiDeps, limit: Limit = PAGE, cursor: Cursor = "") -> Page[TemplateView]:
    """In the order in which they were written."""
    (after,) = paging.decode(cursor, tuple[str]) or ("",)
    return paging.page(await complaints.templates(deps.reads, after, limit + 1), limit, lambda row: (row.id,))


@post("/admin/answer-templates", access=staff(MAY), summary="Keep an answer that is given often")
async def add_template(data: TemplateBody, deps: ApiDeps) -> TemplateView:
    """`{number}` and `{order}` stand for the complaint's number and its order's."""
    return await _save(deps, ids.new_id("ans"), data)


@put(
    "/admin/answer-templates/{template_id:str}",
    access=staff(MAY),
    summary="Give an answer another text",
    raises=[UnknownTemplate],
)
async def change_template(template_id: TemplateId, data: TemplateBody, deps: ApiDeps) -> TemplateView:
    """Answers that were given keep theirs."""
    await complaints.template(deps.reads, template_id)
    return await _save(deps, template_id, data)


@delete(
    "/admin/answer-templates/{template_id:str}",
    access=staff(MAY),
    summary="Forget an answer",
    raises=[UnknownTemplate],
)
async def remove_template(template_id: TemplateId, deps: ApiDeps) -> None:
    """Answers that were given stay."""
    async with deps.works() as work:
        ensure(await work.answer_templates.remove(template_id), UnknownTemplate("There is no such template."))


async def _save(deps: ApiDeps, template_id: str, data: TemplateBody) -> TemplateView:
    text = Localized(en=nfc(data.en), bn=nfc(data.bn))
    template = AnswerTemplate(id=template_id, title=nfc(data.title), category=data.category, text=text)
    async with deps.works() as work:
        await work.answer_templates.save(template)
    return TemplateView(id=template.id, title=template.title, category=template.category, text=text)


async def _by_template(deps: ApiDeps, complaint_id: str, data: AnswerComplaint) -> str:
    template = await complaints.template(deps.reads, data.template_id)
    view = await complaints.one(deps.reads, complaint_id)
    return template.filled(number=view.number, order=view.order_number, language=data.language)


async def _detail(deps: ApiDeps, complaint_id: str) -> StaffComplaintDetail:
    return StaffComplaintDetail(
        complaint=await complaints.one(deps.reads, complaint_id),
        clock=await complaints.clock_of(deps.reads, complaint_id),
        letters=[StaffLetterView.of(letter) for letter in await letters.of_case(deps, complaint_id, internal=True)],
    )


ROUTES = (
    list_all_complaints,
    read_any_complaint,
    assign_complaint,
    answer_complaint,
    resolve_complaint,
    escalate_complaint,
    refer_complaint,
    show_any_photo_of_complaint,
    export_evidence,
    list_templates,
    add_template,
    change_template,
    remove_template,
)
