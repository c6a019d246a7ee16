"""Words of lines that say when and where something is, in English and Spanish."""

from collections.abc import Mapping

_MONTH_NAMES = """
    january enero jan ene|february febrero feb|march marzo mar|april abril apr abr|may mayo|june
    junio jun|july julio jul|august agosto aug ago|september septiembre setiembre sept sep set
    |october octubre oct|november noviembre nov|december diciembre dec dic
"""
_WEEKDAY_NAMES = """
    monday lunes mon lun|tuesday martes tues tue mar|wednesday miércoles miercoles wed mié mie
    |thursday jueves thurs thur thu jue|friday viernes fri vie|saturday sábado sabado sat sáb sab
    |sunday domingo sun dom
"""


def _numbered(names: str, first: int) -> dict[str, int]:
    return {
        name: number for number, one in enumerate(names.split("|"), first) for name in one.split()
    }


MONTHS: Mapping[str, int] = _numbered(_MONTH_NAMES, 1)
"""The number of a month by its name, in lower case."""
WEEKDAYS: Mapping[str, int] = _numbered(_WEEKDAY_NAMES, 0)
"""The number of a weekday by its name, in lower case; Monday is 0."""
LABELS: Mapping[str, str] = {
    "when": "when|when and where|cuándo|cuando|date (?:and|&) time|fecha y hora",
    "day": "date|event date|day|fecha|día|dia",
    "hours": "time|hours?|hora|horario",
    "where": "where|location|place|venue|dónde|donde|lugar|ubicación|ubicacion|sede",
    "address": "address|dirección|direccion",
}
"""What stands before such a line, as patterns, by what the line says."""
