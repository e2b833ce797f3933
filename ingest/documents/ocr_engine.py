"""The recogniser of printed text: rapidocr on onnxruntime, with the models that lie inside its wheel; never the network."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ingest.problems import rejection

THREADS = 1
"""A second one gains little on one line of text, and spins while it waits."""
_LONGEST_SIDE = 2000
"""Pixels that the detector looks at; more find no more lines and cost time and memory."""
_MISSING = '需要安装文字识别组件（pip install "quanquan[ocr]"）才能读，或请提供 Word、可复制文字的 PDF'


@dataclass(frozen=True)
class Recognised:
    """The characters of one line: each with its place along the line (0 to 1) and how sure the model is (0 to 1)."""

    characters: tuple[tuple[str, float, float], ...]

    @property
    def text(self) -> str:
        return "".join(character for character, _, _ in self.characters)

    @property
    def sureness(self) -> float:
        """The mean over the characters, 0 for an empty line."""
        return sum(sure for _, _, sure in self.characters) / len(self.characters) if self.characters else 0.0


def require(file: str, what: str) -> None:
    """Raise ``RejectedFile`` where text cannot be recognised; ``what`` is such as ``这是照片``."""
    if find_spec("rapidocr") is None or find_spec("onnxruntime") is None or _models() is None:
        raise rejection(file, f"{what}，{_MISSING}")


def find_lines(image: Any) -> list[Any]:  # noqa: ANN401 - numpy arrays
    """Four corners of each line of text in an image (height, width, 3), in no order."""
    found = _engine()(image, use_det=True, use_cls=False, use_rec=False)
    return [] if found.boxes is None else list(found.boxes)


def recognise(image: Any) -> Recognised:  # noqa: ANN401 - numpy arrays
    """One upright line of text."""
    result = _engine()(image, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
    if not result.txts or not result.txts[0].strip():
        return Recognised(())
    text, info = result.txts[0], result.word_results[0]
    places = iter([column for word in info.word_cols for column in word])
    width = max(1.0, float(info.line_txt_len))
    found: list[tuple[str, float, float]] = []
    for character, sure in zip(full_width(text), info.confs, strict=True):
        if not character.isspace():
            found.append((character, (next(places) + 0.5) / width, float(sure)))
        elif found:
            found.append((" ", found[-1][1], 1.0))
    return Recognised(tuple(found[:-1] if found[-1][0] == " " else found))


def full_width(text: str) -> str:
    """Punctuation beside Chinese as Chinese print has it: the model tells ``(`` and ``（`` apart by chance."""
    text = text.translate(_SHELLS) if "〔" in text or "〕" in text else _YEAR.sub(r"〔\1〕", text)
    wide = [_FULL.get(sign, sign) if _touches(text, index) else sign for index, sign in enumerate(text)]
    open_at: list[int] = []
    for index, sign in enumerate(wide):
        if sign in "(（":
            open_at.append(index)
        elif sign in ")）" and open_at:
            first = open_at.pop()
            if wide[first] == "（" or sign == "）":
                wide[first], wide[index] = "（", "）"
    return "".join(wide)


def _touches(text: str, index: int) -> bool:
    """After Chinese; a bracket also before it."""
    return _is_chinese(text[index - 1 : index]) or (text[index] in "()" and _is_chinese(text[index + 1 : index + 2]))


def _is_chinese(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff" or character in tuple("《》“”（）〔〕、。，；：")


_YEAR = re.compile(r"\[((?:19|20)\d\d)\]")
"""The year of a document's number, which print sets in shell brackets (GB/T 9704)."""
_SHELLS = str.maketrans("[]", "〔〕")
_FULL = dict(zip("(),:;?!", "（），：；？！", strict=True))


@cache
def _engine() -> Any:  # noqa: ANN401 - no types
    models = _models()
    assert models is not None
    detector, recogniser = models
    return import_module("rapidocr").RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": _LONGEST_SIDE,
            "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.model_path": str(detector),
            "Rec.model_path": str(recogniser),
        }
    )


def _models() -> tuple[Path, Path] | None:
    """Detector and recogniser inside the installed wheel; named here, so that nothing is ever downloaded."""
    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "models"
    detectors, recognisers = sorted(folder.glob("*det*.onnx")), sorted(folder.glob("*rec*.onnx"))
    return (detectors[-1], recognisers[-1]) if detectors and recognisers else None
