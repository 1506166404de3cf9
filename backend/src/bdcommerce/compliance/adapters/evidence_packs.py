"""Evidence as a ZIP archive."""

import asyncio
import io
import zipfile
from collections.abc import Mapping

import msgspec

from bdcommerce.compliance.ports import EvidencePack, Papers, Photos


class ZippedEvidence:
    """See ports.Packs."""

    def __init__(self, papers: Papers, photos: Photos) -> None:
        self._papers, self._photos = papers, photos

    async def pack(self, evidence: EvidencePack) -> bytes:
        """See ports.Packs."""
        case = msgspec.json.format(msgspec.json.encode(evidence.case), indent=2)
        files = {"case.json": case}
        for invoice in evidence.invoices:
            files[f"invoices/{invoice.number}.pdf"] = await self._papers.invoice(invoice, "bn", "office")
        for number, name in enumerate(evidence.photos, 1):
            files[f"photos/{number:02d}.webp"] = await self._photos.read(name)
        return await asyncio.to_thread(_zipped, files)


def _zipped(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()
