"""Hospitals, malls and quarters of which we know the community, but no coordinates.

Found in no file: general knowledge of the city, written down by us and not surveyed. Each therefore
stands at the centre of its community and is as wide as it, so that whoever books asks for a pin.
"""

SOURCE = "general knowledge of the city: its community only"

# Kind, English, Arabic, other names (by "|"), community.
KNOWN_BY_COMMUNITY: tuple[tuple[str, str, str, str, int], ...] = (
    ("hospital", "Rashid Hospital", "مستشفى راشد", "", 315),
    ("hospital", "Dubai Hospital", "مستشفى دبي", "", 122),
    ("hospital", "Latifa Hospital", "مستشفى لطيفة", "Al Wasl Hospital", 326),
    ("hospital", "American Hospital Dubai", "المستشفى الأمريكي", "American Hospital", 319),
    ("hospital", "Mediclinic City Hospital", "مستشفى ميديكلينيك سيتي", "City Hospital", 315),
    ("hospital", "Mediclinic Parkview Hospital", "", "Parkview Hospital", 673),
    ("hospital", "Mediclinic Welcare Hospital", "", "Welcare Hospital", 214),
    ("hospital", "Saudi German Hospital", "المستشفى السعودي الألماني", "", 375),
    ("hospital", "Aster Hospital Mankhool", "مستشفى أستر", "", 317),
    ("hospital", "Iranian Hospital", "المستشفى الإيراني", "", 334),
    ("hospital", "King's College Hospital Dubai Hills", "", "Kings College Hospital", 631),
    ("hospital", "Fakeeh University Hospital", "مستشفى فقيه الجامعي", "", 626),
    ("mall", "Deira City Centre", "ديرة سيتي سنتر", "City Centre Deira", 129),
    ("mall", "City Centre Mirdif", "سيتي سنتر مردف", "Mirdif City Centre", 251),
    ("mall", "Mall of the Emirates", "مول الإمارات", "MOE", 373),
    ("mall", "Ibn Battuta Mall", "ابن بطوطة مول", "", 591),
    ("mall", "BurJuman", "برجمان", "Bur Juman|BurJuman Centre|BurJuman Mall", 313),
    ("mall", "Dubai Festival City Mall", "", "Festival City Mall|DFC Mall", 412),
    ("mall", "Dubai Marina Mall", "دبي مارينا مول", "Marina Mall", 392),
    ("mall", "Dubai Hills Mall", "دبي هيلز مول", "", 631),
    ("mall", "Dragon Mart", "دراغون مارت", "Dragonmart|سوق التنين", 621),
    ("mall", "Mercato", "مركاتو", "Mercato Mall", 332),
    ("mall", "Wafi Mall", "وافي مول", "Wafi City|Wafi", 315),
    ("mall", "Al Ghurair Centre", "مركز الغرير", "Ghurair Centre|Ghurair Mall", 124),
    ("mall", "Arabian Center", "", "Arabian Center Mall", 262),
    ("mall", "Springs Souk", "", "", 394),
    ("landmark", "Dubai Frame", "برواز دبي", "", 324),
    ("landmark", "Zabeel Park", "حديقة زعبيل", "", 324),
    ("landmark", "Safa Park", "حديقة الصفا", "", 343),
    ("landmark", "Expo City Dubai", "مدينة إكسبو", "Expo City|Expo 2020", 521),
    ("landmark", "Al Maktoum International Airport", "مطار آل مكتوم", "DWC Airport", 521),
    ("landmark", "Gold Souk", "سوق الذهب", "", 113),
    ("neighbourhood", "The Springs", "الينابيع", "Springs", 394),
    ("neighbourhood", "The Meadows", "المروج", "Meadows", 394),
    ("neighbourhood", "The Lakes", "البحيرات", "", 388),
)

# Malls that are found elsewhere in the facts under another kind.
MALLS = frozenset({"Dubai Mall", "Nakheel Mall"})
