"""sources.yaml: what an operator may write, and what is told about what they may not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.config import FeedConfig, SiteConfig
from ingest.sources.config_file import InvalidConfig, load_config, parse_config

WHOLE = """
contact: it@example.gov.cn
sources:
  - {kind: folder, name: 本局, path: guides}
  - kind: feed
    name: portal
    url: https://api.example.gov.cn:8443/v1/guides?size=100
    items: data.records
    id: item_code
    total: data.total
    paging: {style: page, parameter: pageNo, size_parameter: pageSize, size: 50}
    since: {parameter: updatedSince, form: epoch}
    token: {variable: QUANQUAN_SOURCE_PORTAL, header: X-Api-Key, prefix: ""}
  - kind: site
    name: policy-library
    holds: policies
    hosts: ["*.example.gov.cn"]
    lists:
      - url: https://www.example.gov.cn/zcwj/index.html
        page_url: https://www.example.gov.cn/zcwj/index_{page}.html
        links: '/t\\d{8}_\\d+\\.html$'
    exclude: ['/english/']
    private_hosts: [oa.example.gov.cn]
    networks: [10.1.0.0/16]
"""


def faults(**source: Any) -> str:
    """What is told about a configuration with one source."""
    with pytest.raises(InvalidConfig) as found:
        parse_config(yaml.safe_dump({"contact": "a@b.cn", "sources": [source]}, allow_unicode=True).encode())
    return found.value.message


def feed(**changes: Any) -> dict[str, Any]:
    return {"kind": "feed", "name": "portal", "url": "https://api.example.cn/"} | changes


def site(**changes: Any) -> dict[str, Any]:
    return {"kind": "site", "name": "lib", "sitemaps": ["https://www.example.cn/sitemap.xml"]} | changes


def test_a_whole_configuration_is_read(tmp_path: Path) -> None:
    (tmp_path / "sources.yaml").write_text(WHOLE)
    folder, portal, library = load_config(tmp_path / "sources.yaml").sources
    assert folder.name == "本局"
    assert isinstance(portal, FeedConfig)
    assert portal.allowed_hosts() == {"api.example.gov.cn"}
    assert portal.allowed_ports() == {80, 443, 8443}
    assert isinstance(library, SiteConfig)
    assert library.allowed_hosts() == {"www.example.gov.cn", "*.example.gov.cn", "oa.example.gov.cn"}


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (feed(url="file:///etc/passwd"), "第 1 个来源（portal）：只能访问 http 或 https 网址"),
        (feed(url="https://me:secret@api.example.cn/"), "第 1 个来源（portal）：网址里不能带用户名和口令"),
        (feed(kind="ftp"), "第 1 个来源（portal）：kind 只能是 folder、feed 或 site"),
        (feed(paging={"style": "scroll"}), "第 1 个来源（portal）：paging 的 style 不认识"),
        (feed(pagging={}), "第 1 个来源（portal）：pagging是不认识的字段"),
        (feed(delay_seconds=-1), "delay_seconds不能小于 0，现在是 -1"),
        (feed(delay_seconds="soon"), "delay_seconds 应当是数字"),
        (feed(max_pages=0), "max_pages不能小于 1"),
        (feed(largest_mb=0), "largest_mb 太小"),
        (feed(networks=["10.1.0.0/8"]), "“10.1.0.0/8”不是网段"),
        (feed(hosts=["https://www.example.cn"]), "不是网站名"),
        (feed(token={"variable": "QUANQUAN_LLM_KEY"}), "token.variable 的格式不对"),
        (
            feed(url="http://api.example.cn/", token={"variable": "QUANQUAN_SOURCE_X"}),
            "带口令（token）的来源要用 https 网址",
        ),
        (feed(name="../x"), "name 的格式不对"),
        ({"kind": "feed", "name": "portal"}, "第 1 个来源（portal）：url没有填"),
        (site(sitemaps=[]), "站点地图 sitemaps 或列表页 lists，至少一个"),
        (site(lists=[{"url": "https://www.example.cn/"}]), "列表页要写明哪些链接是文件"),
        (site(include=["("]), "“(”不是正确的正则表达式"),
        (site(lists=[{"url": "https://www.example.cn/", "next": "["}]), "“[”不是正确的正则表达式"),
        (site(attachments=[".exe"]), "attachments第 1 项只能填"),
        (site(depth=99), "depth不能大于 5"),
    ],
)
def test_a_mistake_is_told_by_source_and_field(source: dict[str, Any], told: str) -> None:
    message = faults(**source)
    assert told in message
    assert "secret" not in message


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sources: [", "不是正确的 YAML"),
        ("sources:\n  - name: a\n    name: b\n", "“name”写了两遍"),
        ("- 1\n", "内容 应当是一组字段"),
        ("sources: []\ncontact: a@b.cn\n", "sources至少要有 1 项"),
        ("sources:\n  - {kind: folder, name: a, path: x}\n  - {kind: folder, name: A, path: y}\n", "两个来源都叫“a”"),
        ("sources:\n  - {kind: feed, name: a, url: 'https://a.cn/'}\n", "要写明联系方式 contact"),
        ("sources: !!python/object/apply:os.system ['true']", "不是正确的 YAML"),
        ("contact: 'it@example.cn) evil'\nsources: [{kind: folder, name: a, path: x}]", "contact 的格式不对"),
        ("? [a]\n: 1", "不是正确的 YAML|内容|不认识"),
    ],
)
def test_a_file_that_is_wrong_as_a_whole_is_told(text: str, told: str) -> None:
    with pytest.raises(InvalidConfig, match=told):
        parse_config(text.encode())


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig, match="读不到来源配置"):
        load_config(tmp_path / "sources.yaml")


@given(st.binary(max_size=200))
def test_no_file_however_odd_is_an_error_of_ours(data: bytes) -> None:
    with pytest.raises(InvalidConfig):
        parse_config(data)
