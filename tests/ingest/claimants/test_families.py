from __future__ import annotations

import numpy as np

from ingest.claimants.link import link
from tests.ingest.claimants.registers import Maker


def test_a_dormitory_with_nameless_complaints_is_not_one_person() -> None:
    make = Maker(11)
    make.strangers(120)
    phone, address = make.phone(), make.address()
    for _ in range(6):
        make.complain(1, name=make.name(), phone=phone, address=address)
    make.complain(15, phone=phone, address=address)
    assert link(make.register()).sizes.max() < 10


def test_a_spouse_is_not_put_to_a_frequent_consumer_of_the_same_phone_and_address() -> None:
    make = Maker(12)
    make.strangers(120)
    phone, address = make.phone(), make.address()
    frequent = make.complain(12, name="柳虚构", phone=phone, address=address)
    spouse = make.complain(2, name="何样例", phone=phone, address=address)
    links = link(make.register())
    assert len(set(links.person[frequent].tolist())) == 1
    assert links.person[spouse[0]] not in links.person[frequent]


def test_two_people_of_one_name_and_different_id_numbers_stay_two() -> None:
    make = Maker(13)
    make.strangers(120)
    office = make.phone()
    one = make.complain(4, name="王伟", phone=office, id_number=make.id_number())
    two = make.complain(4, name="王伟", phone=office, id_number=make.id_number())
    links = link(make.register())
    assert not set(links.person[one].tolist()) & set(links.person[two].tolist())


def test_at_most_half_of_a_persons_complaints_are_put_there_by_one_value() -> None:
    make = Maker(14)
    make.strangers(120)
    phone = make.phone()
    named = make.complain(6, name="柳虚构", phone=phone, address=make.address())
    make.complain(40, phone=phone)
    links = link(make.register())
    person = links.person[named[0]]
    assert np.isin(links.rows_of(int(person)), named).mean() >= 0.5
