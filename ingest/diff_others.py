"""Differences in what is no item: topics and policy files, in words that editors use."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ingest.change_words import Difference, change, questions, short, words
from ingest.words import POLICY_LABELS, TOPIC_LABELS
from knowledge.models import Measure, PolicyDocument, Topic
from knowledge.records import KnowledgeRecords


def topic_differences(before: KnowledgeRecords, after: KnowledgeRecords) -> Iterator[Difference]:
    """Every topic, by name."""
    old, new = ({topic.name: topic for topic in records.topics} for records in (before, after))
    for name in sorted(old.keys() | new.keys()):
        lines = _came_or_went(name in old, name in new, "这个话题") or tuple(_changed_topic(old[name], new[name]))
        yield Difference(item_id="", name=f"话题“{short(name)}”", lines=lines)


def _came_or_went(was: bool, is_now: bool, what: str) -> tuple[str, ...]:
    if was and is_now:
        return ()
    return (f"{'新增' if is_now else '撤下'}{what}",)


def _changed_topic(old: Topic, new: Topic) -> Iterator[str]:
    if old.prompt != new.prompt:
        yield f"{TOPIC_LABELS['prompt']} {change('', old.prompt, new.prompt)}"
    if old.choices != new.choices:
        before, after = ([f"{one.item_id} {one.why}".strip() for one in topic.choices] for topic in (old, new))
        yield from words(TOPIC_LABELS["choices"], before, after)
    yield from questions(old.asks, new.asks)


def policy_differences(before: KnowledgeRecords, after: KnowledgeRecords) -> Iterator[Difference]:
    """Every policy file, by id."""
    old, new = _policies(before), _policies(after)
    for name in sorted(old.keys() | new.keys()):
        title = (new.get(name) or old[name]).labels.title
        lines = _came_or_went(name in old, name in new, "这份政策文件")
        yield Difference(
            item_id="",
            name=f"政策文件《{short(title)}》",
            lines=lines or tuple(_changed_policy(old[name], new[name])),
        )


class _Policy:
    """One policy file's labels, articles by name, and questions."""

    def __init__(self, labels: PolicyDocument) -> None:
        self.labels = labels
        self.articles: defaultdict[str, str] = defaultdict(str)
        self.asked: list[str] = []


def _policies(records: KnowledgeRecords) -> dict[str, _Policy]:
    found = {policy.id: _Policy(policy) for policy in records.policies}
    for passage in records.passages:
        found[passage.document_id].articles[passage.section or "开头部分"] += passage.text
    for question in records.policy_questions:
        found[question.document_id].asked.append(f"{question.text}（{question.section or '整份文件'}）")
    return found


def _changed_policy(old: _Policy, new: _Policy) -> Iterator[str]:
    for name in PolicyDocument.model_fields:
        before, after = getattr(old.labels, name), getattr(new.labels, name)
        if name != "measures" and before != after:
            yield f"{POLICY_LABELS[name]} {change('', _said(before), _said(after))}"
    yield from _measures(old.labels, new.labels)
    yield from words("条款", list(old.articles), list(new.articles))
    for name in (name for name in old.articles if name in new.articles):
        if old.articles[name] != new.articles[name]:
            yield f"{name} {change('', old.articles[name], new.articles[name])}"
    yield from questions(old.asked, new.asked)


def _measures(old: PolicyDocument, new: PolicyDocument) -> Iterator[str]:
    before, after = ({measure.title: measure for measure in policy.measures} for policy in (old, new))
    yield from words(POLICY_LABELS["measures"], list(before), list(after))
    for title in (title for title in before if title in after):
        yield from _measure(before[title], after[title])


def _measure(old: Measure, new: Measure) -> Iterator[str]:
    label = f"{POLICY_LABELS['measures']}“{short(old.title)}”"
    for name in (name for name in Measure.model_fields if name != "quotes"):  # places move with every word of the text
        before, after, word = getattr(old, name), getattr(new, name), POLICY_LABELS[f"measures.{name}"]
        if before == after:
            continue
        if name in ("conditions", "award"):  # trees for programs: an editor reads them in the file
            yield f"{label}的{word}有改动"
        elif name == "documents":
            yield from (f"{label}的{line}" for line in words(word, before, after))
        else:
            yield f"{label}的{word} {change('', _said(before), _said(after))}"


def _said(value: object) -> str | None:
    return None if value is None else str(value)
