"""From exceptions to the one error shape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from assistant.errors import InvalidRequest, error_response, plain_message, render
from assistant.observability import note_of
from knowledge.errors import QuanquanError

FIELD_NAMES: Final = {
    "text": "问题（text）",
    "session_id": "会话编号（session_id）",
    "item_id": "事项编号（item_id）",
    "facet": "问的方面（facet）",
    "id": "消息编号（id）",
    "q": "查询内容（q）",
    "k": "结果条数（k）",
    "audience": "办事对象（audience）",
    "name": "账号（name）",
    "password": "密码（password）",
    "measure_id": "政策条款（measure_id）",
    "contact_name": "联系人（contact_name）",
    "contact_phone": "联系电话（contact_phone）",
    "contact": "联系方式（contact）",
    "bank_name": "开户银行（bank_name）",
    "bank_account": "银行账号（bank_account）",
    "note": "说明（note）",
    "documents": "材料（documents）",
    "fields": "表单内容（fields）",
    "budget": "预算（budget）",
    "period": "时期（period）",
    "codes": "统一社会信用代码（codes）",
    "company": "企业名称（company）",
    "on": "日期（on）",
    "verify": "后四位（verify）",
    "number": "办件编号（number）",
    "score": "评价等级（score）",
    "reasons": "评价原因（reasons）",
    "draft_id": "草稿编号（draft_id）",
    "submit_id": "提交编号（submit_id）",
    "code": "查询码（code）",
    "case_id": "案件编号（case_id）",
    "receipt": "回执编号（receipt）",
    "answers": "问卷答案（answers）",
    "version": "版本（version）",
}
REASONS: Final = {
    "missing": "不能缺少",
    "string_type": "应是文字",
    "string_too_long": "太长了",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "格式不正确",
    "literal_error": "不在允许的取值之内",
    "int_parsing": "应是整数",
    "int_parsing_size": "数字太大",
    "int_type": "应是整数",
    "greater_than_equal": "数字太小",
    "less_than_equal": "数字太大",
}
"""What is wrong with a field, in plain words, by pydantic's name of the fault."""


def install(app: FastAPI) -> None:
    """Make every failure of the app leave it in the one shape."""
    app.add_exception_handler(QuanquanError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _by_status)


_Schema = TypeVar("_Schema", bound=BaseModel)


def parse_request(schema: type[_Schema], body: Mapping[str, Any]) -> _Schema:
    """Check a request's content; raises InvalidRequest with a sentence about the first fault."""
    try:
        return schema.model_validate(body)
    except ValidationError as error:
        raise invalid_request(error.errors(include_url=False, include_input=False)) from error


def invalid_request(errors: Sequence[Any]) -> InvalidRequest:
    """Say in one sentence which field is wrong and why; never quotes the value, which may be personal."""
    first = errors[0]
    field = next((part for part in reversed(first["loc"]) if isinstance(part, str)), "")
    if first["type"] in REASONS:
        return InvalidRequest(f"{FIELD_NAMES.get(field, field[:40])}{REASONS[first['type']]}。")
    if first["type"] in ("empty_text", "long_text", "session_id"):
        return InvalidRequest(str(first["msg"]))
    return InvalidRequest(f"{FIELD_NAMES.get(field, field[:40])}填写得不正确。")


async def _expected(request: Request, error: Exception) -> Response:
    assert isinstance(error, QuanquanError)
    note = note_of(request.scope)
    note.error_code = error.code
    return render(error, note.request_id)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    return await _expected(request, invalid_request(error.errors()))


async def _by_status(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    note = note_of(request.scope)
    code, message = plain_message(error.status_code)
    note.error_code = code
    return error_response(
        status=error.status_code, code=code, message=message, request_id=note.request_id, headers=error.headers
    )
