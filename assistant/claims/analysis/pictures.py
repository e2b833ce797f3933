"""Networks and similar cases for one reader: where single persons come into view."""

from __future__ import annotations

from collections import Counter

from assistant.claims.analysis import schemas
from assistant.claims.analysis.service import Held, Kept, about, enough
from assistant.claims.analysis.shown import LEAST, View, money
from assistant.claims.persons import masks
from assistant.claims.persons.dossier import Dossier, Identity
from assistant.claims.persons.schemas import Similar as SimilarRef
from assistant.claims.persons.words import OUTCOMES
from assistant.errors import InvalidRequest
from knowledge.complaints import network, similar
from knowledge.complaints.columns import FREQUENT, Filter
from knowledge.complaints.complaint import KINDS, Complaint
from knowledge.complaints.in_force import RegisterInForce
from knowledge.complaints.network import Node, Picture
from knowledge.complaints.similar import Near
from knowledge.errors import NotFound

_ENDED_ALIKE = 100
_SHORTEST, _SHOWN, _LONGEST_TEXT = 10, 5, 400
_UNKNOWN = "没有这个编号，或者这里不能看"


class PictureService:
    """Reads only."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def network(self, view: View, person: str, trader: str, most: int) -> schemas.Network:
        """What stands around a person or a trader; raises InvalidRequest unless exactly one is named, NotFound, SnapshotUnavailable."""
        held = self._kept.current()
        if bool(person) == bool(trader):
            raise InvalidRequest("请写明一个人或者一个经营者的编号，只写一个。")
        try:
            if person:
                return self._shown(held, view, network.around_person(held.columns, person, most))
            enough(held, view, Filter(trader=trader))
            return self._shown(held, view, network.around_trader(held.columns, trader, most))
        except NotFound as error:
            raise NotFound(_UNKNOWN) from error  # whoever may not see somebody does not learn that they are there

    def similar(self, view: View, asked: schemas.SimilarIn) -> schemas.Similar:
        """Ended cases that read like a text; raises SnapshotUnavailable."""
        held = self._kept.current()
        kind = None if asked.kind is None else KINDS.index(asked.kind)
        near = held.similar.near(asked.text, _ENDED_ALIKE, kind)
        ended = similar.endings(held.columns, near)
        cases = tuple(_case(held, view, one) for one in near[: asked.limit])
        return schemas.Similar(**about(held, view), cases=cases, outcomes=view.counts(ended))

    def like_dossier(self, register: RegisterInForce, whole: Dossier) -> tuple[SimilarRef, ...]:
        """Other people's ended cases that read like a person's latest one, for its page."""
        text = next((item.text for item in whole.complaints if len(item.text) >= _SHORTEST), "")
        if not text or register.links is None:
            return ()
        held = self._kept.of(register)
        own = register.links.rows_of(register.links.number_of(whole.person_id))
        return tuple(_ref(held, one) for one in held.similar.near(text, _SHOWN, without=own))

    def _shown(self, held: Held, view: View, picture: Picture) -> schemas.Network:
        kept = [node for node in picture.nodes if _may_see(held, view, node)]
        keys = {node.key for node in kept}
        if picture.centre not in keys:
            raise NotFound(_UNKNOWN)
        edges = [edge for edge in picture.edges if edge.left in keys and edge.right in keys]
        shared = Counter(edge.right for edge in edges if edge.kind != "complained")
        kept = [node for node in kept if node.kind in ("person", "trader") or shared[node.key] > 1]
        keys = {node.key for node in kept}
        return schemas.Network(
            **about(held, view),
            centre=picture.centre,
            nodes=tuple(_node(held, view, node) for node in kept),
            edges=tuple(
                schemas.Edge(from_=edge.left, to=edge.right, kind=edge.kind, complaints=edge.complaints, why=edge.why)
                for edge in edges
                if edge.right in keys
            ),
            left_out=picture.left_out + len(picture.nodes) - len(kept),
        )


def _may_see(held: Held, view: View, node: Node) -> bool:
    """An analyst sees persons with many complaints only, and traders that are listed."""
    if not view.narrow:
        return True
    if node.kind == "person":
        return node.complaints >= FREQUENT
    return node.kind != "trader" or node.complaints >= LEAST


def _node(held: Held, view: View, node: Node) -> schemas.Node:
    finding = held.register.finding(node.key) if node.kind == "person" else None
    proposal = (finding.proposal if finding else "none") if node.kind == "person" else None
    return schemas.Node(
        id=node.key,
        kind=node.kind,
        label=_label(held, view, node),
        complaints=node.complaints,
        proposal=proposal,
        centre=node.centre,
    )


def _label(held: Held, view: View, node: Node) -> str:
    match node.kind:
        case "person":
            return _name(held, node.number) or "没有留姓名"
        case "trader":
            traders = held.columns.traders
            return view.trader(traders.names[node.number], traders.codes[node.number])[0]
        case "text":
            return "格式化文本"
    return view.value(node.kind, held.columns.identifiers[node.kind][1][node.number])


def _name(held: Held, person: int) -> str:
    """The name that a person gave most often, masked for everybody: whole names are for cases, with a reason."""
    rows = held.register.linked.rows_of(person)
    names = Counter(name for name in held.register.table["name"].take(rows).to_pylist() if name)
    return masks.name(names.most_common(1)[0][0]) if names else ""


def _case(held: Held, view: View, near: Near) -> schemas.Case:
    one = held.register.at(near.row)
    respondent, _ = view.trader(one.respondent, one.respondent_code)
    linked = held.register.links is not None and not view.narrow
    return schemas.Case(
        score=round(near.score, 3),
        kind=one.kind,
        source=one.source,
        number=None if view.narrow else one.number,
        received_on=view.day(one.received_on) or one.received_on,
        respondent=respondent,
        trade=one.trade,
        product=one.product,
        text=None if view.narrow else _text(one),
        outcome=one.outcome,
        outcome_text=OUTCOMES[one.outcome],
        demanded=None if one.demanded is None else money(one.demanded),
        received=None if one.received is None else money(one.received),
        person_id=held.register.person_of(near.row) if linked else None,
    )


def _ref(held: Held, near: Near) -> SimilarRef:
    one = held.register.at(near.row)
    return SimilarRef(
        ref=f"{one.source}:{one.number}",
        text=_text(one),
        received_on=one.received_on,
        outcome_text=OUTCOMES[one.outcome],
        likeness=round(near.score, 3),
    )


def _text(one: Complaint) -> str:
    """A complaint's words without whose they are."""

    def held(value: str | None) -> tuple[str, ...]:
        return (value,) if value else ()

    known = Identity(
        names=held(one.name),
        id_numbers=held(one.id_number),
        phones=held(one.phone),
        addresses=held(one.address),
        accounts=held(one.account),
    )
    return masks.words(one.text[:_LONGEST_TEXT], known)
