"""What people say of the site: opinions on its screens, and tests with tasks."""

from jalon.surveys.models.groups import Participation, TaskAnswer, WitnessGroup, WitnessTask
from jalon.surveys.models.opinions import Opinion

__all__ = ["Opinion", "Participation", "TaskAnswer", "WitnessGroup", "WitnessTask"]
