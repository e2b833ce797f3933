"""What rests most on the database, once more on PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.assistant.benefits import test_applications as applications
from tests.assistant.benefits import test_push as push
from tests.assistant.benefits import test_runs as runs
from tests.assistant.benefits.world import World

CLAIMS = (
    applications.test_an_application_walks_through_six_steps_each_written_down,
    applications.test_ten_submissions_at_once_are_one_application,
    applications.test_many_companies_at_once_each_get_a_number_of_their_own,
    applications.test_two_staff_who_act_at_once_make_one_step,
    applications.test_reminders_sent_at_once_count_once,
    applications.test_the_desk_shows_what_waits_too_long_first,
    runs.test_a_run_goes_from_frozen_inputs_to_a_payment_file,
    runs.test_runs_started_at_once_are_one_run,
    runs.test_two_runs_prepared_side_by_side_pay_each_company_once,
    runs.test_objections_are_settled_before_anybody_is_paid,
    runs.test_the_payment_file_is_filed_once_and_made_again_where_it_was_lost,
    push.test_pushing_at_once_makes_one_list,
    push.test_only_its_company_reads_a_notice,
)


@pytest.mark.postgres
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_the_same_holds_on_postgresql(postgres_world: World, claim: Callable[[World], None]) -> None:
    claim(postgres_world)
