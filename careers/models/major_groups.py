"""The 23 major groups of the 2018 SOC, named and told as people would look for them, each with its drawing.

Used for fields that a release makes, and where a field says nothing of its own.
"""

from dataclasses import dataclass

# The drawings of static/img/icons.svg that a field can have.
ICONS = {
    "briefcase": "Briefcase",
    "chart-line": "Line of a chart",
    "chef-hat": "Chef's hat",
    "compass": "Compass",
    "drafting-compass": "Drawing compass",
    "factory": "Factory",
    "flask-conical": "Flask",
    "folder-open": "Folder",
    "graduation-cap": "Graduation cap",
    "hammer": "Hammer",
    "hand-heart": "Hand with a heart",
    "heart-handshake": "Handshake in a heart",
    "leaf": "Leaf",
    "medal": "Medal",
    "monitor": "Screen",
    "palette": "Palette",
    "scale": "Scales",
    "scissors": "Scissors",
    "shield": "Shield",
    "shopping-bag": "Shopping bag",
    "stethoscope": "Stethoscope",
    "tractor": "Tractor",
    "truck": "Truck",
    "users": "People",
    "wrench": "Wrench",
}
NO_GROUP = "briefcase"


@dataclass(frozen=True)
class MajorGroup:
    title: str
    sentence: str
    icon: str


MAJOR_GROUPS = {
    "11": MajorGroup(
        "Management", "Running a team, a business or a project, and answering for how it goes.", "compass"
    ),
    "13": MajorGroup(
        "Business and finance",
        "Keeping track of money, hiring people, buying supplies and helping companies choose well.",
        "chart-line",
    ),
    "15": MajorGroup(
        "Computing and mathematics",
        "Building software, keeping computers safe and making sense of numbers.",
        "monitor",
    ),
    "17": MajorGroup(
        "Architecture and engineering",
        "Designing buildings, machines and systems, and seeing that they work and last.",
        "drafting-compass",
    ),
    "19": MajorGroup(
        "Science",
        "Finding out how nature and people work, in labs, outdoors and with data.",
        "flask-conical",
    ),
    "21": MajorGroup(
        "Community and social service",
        "Helping people through hard times and to the support that they need.",
        "heart-handshake",
    ),
    "23": MajorGroup(
        "Law", "Working with laws: advising people, speaking for them in court and keeping records.", "scale"
    ),
    "25": MajorGroup(
        "Education and libraries",
        "Teaching people of all ages, and looking after books, collections and records.",
        "graduation-cap",
    ),
    "27": MajorGroup(
        "Arts, design, media and sports",
        "Making things that people look at, listen to, read or cheer for.",
        "palette",
    ),
    "29": MajorGroup(
        "Health care: diagnosis and treatment",
        "Finding out what makes people sick, and treating them.",
        "stethoscope",
    ),
    "31": MajorGroup(
        "Health care support",
        "Helping patients with daily life and helping nurses, doctors and therapists with theirs.",
        "hand-heart",
    ),
    "33": MajorGroup(
        "Protective service", "Keeping people, places and forests safe, and coming when there is danger.", "shield"
    ),
    "35": MajorGroup(
        "Food preparation and serving",
        "Cooking, serving and cleaning up, from school kitchens to fine restaurants.",
        "chef-hat",
    ),
    "37": MajorGroup(
        "Building and grounds care", "Keeping buildings clean and gardens, lawns and trees in good shape.", "leaf"
    ),
    "39": MajorGroup(
        "Personal care and service",
        "Looking after hair, children, pets, guests and other people's good times.",
        "scissors",
    ),
    "41": MajorGroup("Sales", "Helping people and companies find and buy what they need.", "shopping-bag"),
    "43": MajorGroup(
        "Office and administration",
        "Keeping an office running: schedules, records, bills, mail and people at the desk.",
        "folder-open",
    ),
    "45": MajorGroup(
        "Farming, fishing and forestry",
        "Growing food, raising animals, fishing and looking after forests.",
        "tractor",
    ),
    "47": MajorGroup(
        "Construction and extraction",
        "Building homes, roads and power lines, and getting stone, oil and metal out of the ground.",
        "hammer",
    ),
    "49": MajorGroup(
        "Installation, maintenance and repair",
        "Putting in machines, finding what is wrong with them and fixing it.",
        "wrench",
    ),
    "51": MajorGroup(
        "Production", "Making goods by hand and with machines: food, clothes, metal, wood and more.", "factory"
    ),
    "53": MajorGroup(
        "Transportation and moving goods",
        "Driving, flying, sailing and loading, so that people and goods get where they are going.",
        "truck",
    ),
    "55": MajorGroup("Military", "Serving in the armed forces, in one of hundreds of kinds of jobs.", "medal"),
}
