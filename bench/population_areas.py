"""What areas keep besides customers and their timeline, for a population. One function an area."""

from bench.population import Sql, contribute
from bench.population_orders import buy
from bench.population_search import index_everybody


@contribute
def search(_sql: Sql, people: int, _now: int) -> None:
    index_everybody(people)


@contribute
def orders(sql: Sql, people: int, now: int) -> None:
    buy(sql, people, now)
