from __future__ import annotations

from tests.ingest.guides.made import HEAD, lines, read, table


def _refused(*rows: tuple[str, str], file: str = "指南.docx") -> str:
    got = read(table(rows), file=file)
    assert not got.guides
    return next(problem.reason for problem in got.problems if problem.severity == "rejected")


def test_the_code_in_the_text_comes_first() -> None:
    assert list(read(table([*HEAD, ("事项编码", "编码 GA-015")])).guides) == ["GA-015"]


def test_without_a_code_the_file_s_name_or_the_item_s_name_says_it() -> None:
    assert list(read(table([("事项名称", "火星移民"), ("受理条件", "有")]), file="材料/GA-014.docx").guides) == [
        "GA-014"
    ]
    assert list(read(table(HEAD)).guides) == ["GA-015"]


def test_a_foreign_code_is_no_code() -> None:
    assert list(read(table([*HEAD, ("事项编码", "11350502003781234X4350109001000")])).guides) == ["GA-015"]


def test_an_unknown_item_is_refused_with_advice() -> None:
    assert "文件名改成事项编号" in _refused(("事项名称", "火星移民"), ("受理条件", "有"))


def test_a_file_named_after_one_item_does_not_replace_another() -> None:
    assert "文件名不一致" in _refused(*HEAD, ("事项编码", "GA-015"), file="GA-014.docx")


def test_code_and_name_of_two_items_are_refused() -> None:
    assert "对不上" in _refused(*HEAD, ("事项编码", "GA-014"))


def test_department_and_audience_come_from_the_list_where_the_file_is_silent() -> None:
    guide = read(table([("事项名称", "企业开办"), ("受理条件", "有住所")])).guide
    assert (guide.department, guide.audience) == ("市场监督管理局", "企业")


def test_the_department_is_as_printed() -> None:
    guide = read(table([HEAD[0], ("实施主体", "泉州市公安局鲤城分局")])).guide
    assert guide.department == "泉州市公安局鲤城分局"


def test_an_unlisted_item_must_say_whom_it_serves() -> None:
    assert "服务对象" in _refused(("事项名称", "火星移民"), ("事项编码", "HX-001"), ("实施主体", "航天局"))
    assert "实施部门" in _refused(("事项名称", "火星移民"), ("事项编码", "HX-001"), ("服务对象", "个人"))


def test_an_item_that_serves_both_is_what_the_list_says() -> None:
    got = read(table([*HEAD, ("服务对象", "自然人、法人")]))
    assert got.guide.audience == "个人" and not got.told("audience")


def test_whom_it_serves_against_the_list_is_as_printed_in_the_file() -> None:
    assert read(table([*HEAD, ("服务对象", "企业")])).guide.audience == "企业"


def test_two_guides_in_one_file_and_one_twice() -> None:
    second = [("事项名称", "居民身份证换领"), ("受理条件", "到期")]
    got = read(
        table([*HEAD, ("受理条件", "丢失"), *second]), *lines("# 居民身份证补领（丢失）办事指南", "受理条件：被盗")
    )
    assert {one.id: one.conditions for one in got.guides.values()} == {"GA-015": ("丢失",), "GA-014": ("到期",)}
    assert any("出现了两次" in problem.reason for problem in got.problems)


def test_a_problem_names_its_item() -> None:
    got = read(table([*HEAD, ("承诺时限", "30天")]))
    assert {problem.item_id for problem in got.told("promised_days")} == {"GA-015"}
