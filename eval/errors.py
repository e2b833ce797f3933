"""How an evaluation can fail, and the exit code of each failure."""

from __future__ import annotations

from knowledge.errors import QuanquanError


class EvalError(QuanquanError):
    """An evaluation could not be made; ``exit_code`` is what the command ends with."""

    code = "eval_failed"
    exit_code = 1


class BadInput(EvalError):
    """A file, an address or an option given to the command is not usable."""

    code = "bad_input"
    status = 422
    exit_code = 2


class TargetUnreachable(EvalError):
    """The assistant to be evaluated does not answer, or what answers is not the assistant."""

    code = "target_unreachable"
    status = 503
    exit_code = 3


class CannotSave(EvalError):
    """The run was made but its record could not be written."""

    code = "cannot_save"
    exit_code = 4
