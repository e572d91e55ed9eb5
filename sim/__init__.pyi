"""The names of `import sim`, and where each is defined; each is imported when it is first asked for."""

from . import charts as charts
from .clients.client import Client as Client
from .clients.client import load_client as load_client
from .clients.own_race import OwnRace as OwnRace
from .clients.own_race import own_race as own_race
from .clients.own_race_by_speed import OwnRaceBySpeed as OwnRaceBySpeed
from .clients.own_race_by_speed import own_race_by_speed as own_race_by_speed
from .model.incidence import cumulative_incidence as cumulative_incidence
from .model.race import Race as Race
from .problems import InputError as InputError
from .problems import ScenarioWarning as ScenarioWarning
from .report.explore.explore import ExplorePage as ExplorePage
from .report.explore.explore import write_explore_page as write_explore_page
from .report.write import Report as Report
from .report.write import write_report as write_report
from .runs.compare import compare as compare
from .runs.comparison import Comparison as Comparison
from .runs.comparison_store import open_comparison as open_comparison
from .runs.replicate import expected as expected
from .runs.replicate import run as run
from .runs.replicate import simulate as simulate
from .runs.replicate import trace as trace
from .runs.result import Result as Result
from .runs.statistics import half_width as half_width
from .runs.statistics import share_interval as share_interval
from .runs.store import open_result as open_result
from .scenario.assumptions import assumptions as assumptions
from .scenario.config import load as load
from .scenario.scenario import Scenario as Scenario
from .sweeps.run_study import run_study as run_study
from .sweeps.sensitivity import Sensitivity as Sensitivity
from .sweeps.sensitivity import sensitivity as sensitivity
from .sweeps.sensitivity import swings as swings
from .sweeps.study import Study as Study
from .sweeps.study import open_study as open_study
from .sweeps.study_file import load_plan as load_plan

__all__: list[str]
__version__: str
