"""Where the invented people register, fly and cross: jurisdictions, routes, land ports."""

from __future__ import annotations

from dataclasses import dataclass

STATES = {
    "CA": 39.0, "TX": 30.5, "FL": 22.6, "NY": 19.6, "PA": 13.0, "IL": 12.5, "OH": 11.8, "GA": 11.0, "NC": 10.8,
    "MI": 10.0, "NJ": 9.3, "VA": 8.7, "WA": 7.8, "AZ": 7.4, "TN": 7.1, "MA": 7.0, "IN": 6.9, "MD": 6.2, "MO": 6.2,
    "WI": 5.9, "CO": 5.9, "MN": 5.7, "SC": 5.4, "AL": 5.1, "LA": 4.6, "KY": 4.5, "OR": 4.2, "OK": 4.1, "CT": 3.6,
    "UT": 3.4, "IA": 3.2, "NV": 3.2, "AR": 3.1, "KS": 2.9, "MS": 2.9, "NM": 2.1, "ID": 2.0, "NE": 2.0, "WV": 1.8,
    "HI": 1.4, "NH": 1.4, "ME": 1.4, "MT": 1.1, "RI": 1.1, "DE": 1.0, "SD": 0.9, "ND": 0.8, "AK": 0.7, "DC": 0.7,
    "VT": 0.6, "WY": 0.6,
}  # fmt: skip
"""The 50 states and the District of Columbia; rounded millions of inhabitants serve as weights."""

TERRITORIES = {"PR": 3.2, "GU": 0.4, "VI": 0.3, "AS": 0.2, "MP": 0.2}

TRIBES = {
    "T-NAVAJO": "AZNAVJO01",
    "T-CHEROKEE": "OKCHERK01",
    "T-CHOCTAW": "OKCHOCT01",
    "T-TOHONO": "AZTOHON01",
    "T-YAKAMA": "WAYAKAM01",
    "T-BLACKFEET": "MTBLACK01",
    "T-ROSEBUD": "SDROSEB01",
    "T-HOPI": "AZHOPIT01",
}
"""Tribal jurisdictions and the identifiers (ORI) of their registration offices."""

JURISDICTIONS = STATES | TERRITORIES | dict.fromkeys(TRIBES, 0.3)

CULTURES_OF = {
    "PR": ("spanish",),
    "VI": ("english", "spanish", "french"),
    "AS": ("pacific",),
    "GU": ("pacific", "filipino"),
    "MP": ("pacific", "filipino", "korean"),
    "HI": ("pacific", "japanese", "filipino", "english", "portuguese"),
} | dict.fromkeys(TRIBES, ("indigenous", "indigenous", "english"))
"""Jurisdictions whose people are named otherwise than the country's average."""


def ori(jurisdiction: str) -> str:
    """Return the identifier of a jurisdiction's registration office."""
    return TRIBES.get(jurisdiction) or f"{jurisdiction}RSO0001"


@dataclass(frozen=True, slots=True)
class Airport:
    """An airport: IATA code, country (ISO alpha-3; territories have their own), IANA time zone."""

    code: str
    country: str
    zone: str


AIRPORTS = {
    code: Airport(code, country, zone)
    for code, country, zone in (
        line.split()
        for line in """
ANC USA America/Anchorage
ATL USA America/New_York
BOS USA America/New_York
DFW USA America/Chicago
DTW USA America/New_York
GUM GUM Pacific/Guam
HNL USA Pacific/Honolulu
IAD USA America/New_York
IAH USA America/Chicago
JFK USA America/New_York
LAX USA America/Los_Angeles
MIA USA America/New_York
ORD USA America/Chicago
SEA USA America/Los_Angeles
SFO USA America/Los_Angeles
SJU PRI America/Puerto_Rico
ACC GHA Africa/Accra
AMM JOR Asia/Amman
BKK THA Asia/Bangkok
BOG COL America/Bogota
CDG FRA Europe/Paris
CUN MEX America/Cancun
FCO ITA Europe/Rome
FRA DEU Europe/Berlin
GDL MEX America/Mexico_City
GRU BRA America/Sao_Paulo
ICN KOR Asia/Seoul
IST TUR Europe/Istanbul
LHR GBR Europe/London
LIM PER America/Lima
MAD ESP Europe/Madrid
MEX MEX America/Mexico_City
MNL PHL Asia/Manila
NRT JPN Asia/Tokyo
PTY PAN America/Panama
SDQ DOM America/Santo_Domingo
SGN VNM Asia/Ho_Chi_Minh
SJO CRI America/Costa_Rica
SYD AUS Australia/Sydney
TPE TWN Asia/Taipei
WAW POL Europe/Warsaw
YYZ CAN America/Toronto
""".strip().splitlines()
    )
}


@dataclass(frozen=True, slots=True)
class Route:
    """An invented service: carrier, number, airports in order, hours in the air of each leg, who mostly flies it."""

    carrier: str
    number: str
    stops: tuple[str, ...]
    hours: tuple[float, ...]
    cultures: tuple[str, ...]

    @property
    def outbound(self) -> bool:
        """Whether it leaves the United States."""
        return AIRPORTS[self.stops[0]].country in {"USA", "PRI", "GUM"}


ROUTES = tuple(
    Route(carrier, number, tuple(stops.split("-")), tuple(map(float, hours.split("-"))), tuple(cultures.split("-")))
    for carrier, number, stops, hours, cultures in (
        line.split()
        for line in """
QZ 514 IAH-MEX 2.3 spanish
QZ 515 MEX-IAH 2.4 spanish
XV 88 JFK-LHR 7 english-south_asian
XV 89 LHR-JFK 8 english-west_african
7W 260 JFK-ANC-ICN 7-9 korean-chinese
QZ 702 MAD-IAD-SFO 9-6 spanish-portuguese
7W 411 LAX-MNL 14 filipino-vietnamese
7W 412 MNL-LAX 12.5 filipino-chinese
XV 31 ORD-FRA-WAW 8.5-1.7 german-polish
XV 30 FRA-ORD 9.5 german-scandinavian-turkish
QZ 940 MIA-BOG 3.8 spanish
QZ 941 BOG-MIA 3.9 spanish
9Q 17 SFO-NRT-BKK 11-6.5 japanese-chinese
9Q 18 BKK-NRT-LAX 6-10 japanese-vietnamese-south_asian
XV 606 JFK-IST-AMM 10-2.4 turkish-arabic-persian
XV 607 AMM-JFK 12 arabic-hebrew
9Q 300 SEA-SYD 15 english-pacific
9Q 303 SYD-HNL 10 english-pacific
8Y 21 MIA-SDQ 2.2 spanish-french
8Y 22 SDQ-SJU 1.1 spanish
8Y 75 DFW-CUN 2.7 english
8Y 76 CUN-DFW 2.9 english
XV 52 BOS-CDG 6.8 french
XV 53 CDG-BOS 7.8 french
8Y 940 ATL-ACC 10.5 west_african
XV 440 IAD-FCO 8.8 italian-greek
7W 808 GUM-TPE 4 chinese-pacific
8Y 33 DTW-YYZ 1.2 english
8Y 61 MIA-PTY-LIM 3-3.6 spanish
QZ 760 MIA-GRU 8.5 portuguese
8Y 118 SJO-IAH 3.9 spanish
7W 99 SFO-SGN 15.5 vietnamese
QZ 222 LAX-GDL 3.2 spanish
""".strip().splitlines()
    )
)
"""The first twelve fly in every world; the others join as the number of travellers grows."""


@dataclass(frozen=True, slots=True)
class LandPort:
    """A land port of entry: Schedule D code, name, IANA time zone, country on the other side."""

    code: str
    name: str
    zone: str
    other_country: str


LAND_PORTS = (
    LandPort("2504", "San Ysidro", "America/Los_Angeles", "MEX"),
    LandPort("2402", "El Paso", "America/Denver", "MEX"),
    LandPort("2304", "Laredo", "America/Chicago", "MEX"),
    LandPort("2604", "Nogales", "America/Phoenix", "MEX"),
    LandPort("3801", "Detroit", "America/Detroit", "CAN"),
    LandPort("0901", "Buffalo-Niagara Falls", "America/New_York", "CAN"),
    LandPort("3004", "Blaine", "America/Los_Angeles", "CAN"),
)
