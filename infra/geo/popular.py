"""What people call places beside their written names: acronyms and Arabic names in common use.

Written down by us; where each place is comes from the facts. The key is the name in the facts.
"""

ALSO_CALLED: dict[str, tuple[str, ...]] = {
    "Al Furjan": ("الفرجان",),
    "Arabian Ranches I": ("Arabian Ranches", "المرابع العربية"),
    "Arjan": ("أرجان",),
    "Barsha Heights (Tecom)": ("Barsha Heights", "Tecom", "برشا هايتس", "تيكوم"),
    "Bluewaters": ("Bluewaters Island", "بلوواترز"),
    "Burj Khalifa/Dubai Mall Metro Station": ("محطة مترو برج خليفة دبي مول",),
    "City Walk": ("سيتي ووك",),
    "DAMAC Hills": ("Akoya", "داماك هيلز"),
    "Damac Hills 2": ("Akoya Oxygen", "داماك هيلز 2"),
    "DIFC": ("Dubai International Financial Centre", "مركز دبي المالي العالمي"),
    "Discovery Gardens": ("ديسكفري جاردنز",),
    "Downtown Dubai": ("Downtown", "وسط مدينة دبي", "داون تاون دبي"),
    "Dubai Creek Harbour (The Lagoons)": ("Dubai Creek Harbour", "ميناء خور دبي"),
    "Dubai Design District": ("D3", "حي دبي للتصميم"),
    "Dubai Festival City": ("Festival City", "دبي فستيفال سيتي"),
    "Dubai Healthcare City": ("DHCC", "مدينة دبي الطبية"),
    "Dubai Hills Estate": ("Dubai Hills", "دبي هيلز"),
    "Dubai International Academic City": ("DIAC", "Academic City"),
    "Dubai Internet City": ("DIC", "مدينة دبي للإنترنت"),
    "Dubai Investments Park": ("DIP", "مجمع دبي للاستثمار"),
    "Dubai Mall": ("دبي مول",),
    "Dubai Marina": ("Marina", "دبي مارينا", "مارينا دبي"),
    "Dubai Production City (IMPZ)": ("Dubai Production City", "IMPZ", "مدينة دبي للإنتاج"),
    "Dubai Silicon Oasis": ("DSO", "Silicon Oasis", "واحة دبي للسيليكون"),
    "Dubai South (Dubai World Central)": ("Dubai South", "دبي الجنوب"),
    "Dubai Sports City": ("DSC", "Sports City", "مدينة دبي الرياضية"),
    "Dubai Studio City": ("Studio City", "مدينة دبي للاستوديوهات"),
    "International City": ("المدينة العالمية",),
    "Jumeirah Beach Residence": ("JBR", "جي بي ار", "مساكن شاطئ جميرا"),
    "Jumeirah Lake Towers": ("JLT", "Jumeirah Lakes Towers", "أبراج بحيرات جميرا"),
    "Jumeirah Village Circle": ("JVC", "قرية جميرا الدائرية"),
    "Jumeirah Village Triangle": ("JVT", "قرية جميرا المثلثة"),
    "Mall of the Emirates Metro Station": ("محطة مترو مول الإمارات",),
    "Meydan": ("ميدان",),
    "Mohammed Bin Rashid City": ("MBR City", "مدينة محمد بن راشد"),
    "Motor City": ("موتور سيتي",),
    "Palm Jumeirah": ("The Palm", "نخلة جميرا", "النخلة"),
    "Rashidiya Metro Station": ("Centrepoint Metro Station",),
    "Sustainable City": ("The Sustainable City", "المدينة المستدامة"),
    "Town Square": ("تاون سكوير",),
}

# Malls and quarters for which the facts have a point or a corner only: metres that must be allowed.
WIDE_M: dict[str, int] = {
    "Al Barsha Third Development": 500,
    "Burj Khalifa District": 700,
    "Business Bay Phase 1 & 2": 1000,
    "D3 - Dubai Design District": 500,
    "DIFC": 500,
    "Dubai Harbour": 500,
    "Dubai Mall": 350,
    "Dubai Studio City": 900,
    "Palm Jumeirah Boardwalk": 2000,
    "Palm West Beach": 800,
}

# Old quarters that are many communities: (English, Arabic, their communities).
DISTRICTS: tuple[tuple[str, str, frozenset[int]], ...] = (
    ("Deira", "ديرة", frozenset({*range(111, 130)})),
    ("Bur Dubai", "بر دبي", frozenset({*range(311, 320)})),
)
# Names in the facts that the districts replace, or that are no place a visit could go to.
NO_PLACES = frozenset(
    {"Al Quoz", "Bur Dubai", "Dayrah", "Dubai", "Dubai Land", "Schools - Free Zone"}
)

# Labels of the whole city at a glance, by their name in the gazetteer.
LANDMARK_LABELS: tuple[str, ...] = (
    *("Deira", "Bur Dubai", "Dubai Marina", "Palm Jumeirah", "Downtown Dubai", "Al Furjan"),
    *("Dubai Hills Estate", "Jumeirah Village Circle", "Dubai Silicon Oasis", "Meydan"),
    *("International City", "Motor City", "DAMAC Hills", "Town Square", "Arabian Ranches I"),
    *("Dubai Festival City", "Dubai Creek Harbour (The Lagoons)", "Dubai Investments Park"),
    *("Mirdif", "Al Rashidiya", "Hatta", "Lehbab First", "Al Karama", "Dubai Sports City"),
    *("Dubai South (Dubai World Central)", "Damac Hills 2", "Mena Jabal Ali", "World Islands"),
    *("Al Barsha First", "Al Qouz First", "Jumeira Second", "Al Nahda Second", "Al Khwaneej First"),
)
