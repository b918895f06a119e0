import re

import pytest
from django.db import transaction

from ..browser_of_tests import Browser
from ..loaded_once import load_demo

DESCRIPTION = [
    "Medical coders",
    "reimbursement",
    "diagnosis",
    "procedure",
    "classification software",
    "how much the healthcare provider will be paid",
    "Medicare",
    "Medicaid",
    "other insurance",
    "ambulatory settings",
    "physician offices",
    "long-term care",
]
TASKS = [
    "gather a patient's health information",
    "medical claims",
    "check them",
    "process them",
    "every diagnosis and every procedure its correct code",
    "how often each diagnosis occurs",
    "how much each service or procedure is used",
    "Audit claims that an insurer denied",
    "file the appeals again",
]
TITLES = ["Coding Specialist", "Medical Records", "Medical Biller", "Certified Professional Coder (CPC)"]
EDUCATION = [
    "associate degree",
    "medical terminology",
    "anatomy and physiology",
    "health data requirements and standards",
    "clinical classification and coding systems",
    "data analysis",
    "healthcare reimbursement methods",
    "database security and management",
    "quality improvement methods",
    "most employers prefer to hire coders who hold a credential",
    "recertify",
    "continuing education",
    "experience coding on the job",
    "American Health Information Management Association (AHIMA)",
    "American Academy of Professional Coders (AAPC)",
    "Board of Medical Specialty Coding (BMSC)",
    "Professional Association of Health care Coding Specialists (PAHCS)",
    "specialty coding",
]
SKILLS = [
    "Oral and written communication",
    "liaison",
    "insurance companies",
    "healthcare facilities",
    "other establishments",
    "software and other technology",
    "electronic health records",
    "Continuing education",
    "enjoy learning",
]
PAY_2008 = [
    "The median annual pay of medical coders was $30,610.",
    "The lowest 10 percent earned less than $20,440",
    "the highest 10 percent earned more than $50,060",
    "10th percentile $20,440",
    "Median $30,610",
    "90th percentile $50,060",
    "Federal Executive Branch $42,760",
    "General medical and surgical hospitals $32,600",
    "Nursing care facilities $30,660",
    "Outpatient care centers $29,160",
    "Offices of physicians $26,210",
]
OUTLOOK_2008 = [
    "Employment 2008 172,500",
    "Employment 2018 207,600",
    "Employment growth 2008–18 20%",
    "Number of new jobs 2008–18 +35,100",
]
SOURCES = ["U.S. Bureau of Labor Statistics", "American Academy of Professional Coders"]
# The experts of the demo are samples, and the heading of their answers says so.
HEADINGS = [
    "Medical Coding",
    "Career description",
    "Common work tasks",
    "Other job titles",
    "Education, training and experience",
    "Education and training",
    "Licensure and certification",
    "Skills",
    "Salary",
    "Job outlook",
    "Ask an expert: sample questions and answers",
    "Featured schools",
    "Sign up for email updates",
]
FIRST_PAGES_PHRASES = [
    "specialize in codifying",
    "assign a code to each diagnosis and procedure by using",
    "determines the amount for which healthcare providers will be reimbursed",
    "coders may use several coding systems, such as those required",
    "frequency of diagnoses and the utilization of particular services",
    "audit and re-file appeals of denied claims",
    "are also known by other titles, including: coding specialist medical records medical biller certified "
    "professional coders",
    "medical coders generally have an associate degree",
    "typical coursework includes medical terminology, anatomy and physiology, health data",
    "the majority of employers prefer to hire credentialed",
    "most credentialing programs require regular recertification",
    "require an amount of time in coding experience",
    "offers coding credentials",
    "also offer credentialing in specialty coding",
    "should possess good oral and written communication",
    "often serve as liaisons between",
    "proficient with computer software and technology will be appealing",
    "should enjoy learning, as continuing education",
    "median earnings in the industries employing the largest number",
    "all information from the united states bureau",
]


# Without this mark pytest-django makes no test database, and the fixture below would meet the real one.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def page(django_db_setup, django_db_blocker):
    """The page of the demo as a visitor gets it, with the demo loaded once for this file and taken back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        response = Browser().get("/careers/medical-coding/")
        transaction.set_rollback(True)
    assert response.status_code == 200
    return response


@pytest.mark.parametrize(
    ("section", "listing"),
    [
        ("description", DESCRIPTION),
        ("tasks", TASKS),
        ("titles", TITLES),
        ("education", EDUCATION),
        ("skills", SKILLS),
        ("salary", PAY_2008),
        ("outlook", OUTLOOK_2008),
        ("sources", SOURCES),
    ],
)
def test_every_fact_of_the_first_page_is_in_its_section(page, section_of, section, listing):
    words = section_of(page, section)
    assert [fact for fact in listing if fact not in words] == []


def test_the_figures_of_2008_stand_under_their_own_year(page, section_of):
    before, _, after = section_of(page, "salary").partition("Salary in May 2008 In May 2008 these workers")
    assert "Medical Records and Health Information Technicians (SOC 29-2071, 2000 SOC)" in after
    assert all(fact in after for fact in PAY_2008)
    assert "$20,440" not in before
    assert "$50,060" not in before


def test_the_industries_of_2008_keep_their_order(page, section_of):
    after = section_of(page, "salary").partition("Salary in May 2008 In")[2]
    medians = re.findall(r"\$(?:42,760|32,600|30,660|29,160|26,210)", after)
    assert medians == ["$42,760", "$32,600", "$30,660", "$29,160", "$26,210"]


def test_every_heading_of_the_first_page_is_there_in_order(page):
    headings = re.findall(r"<h[1-3][^>]*>(.*?)</h[1-3]>", page.content.decode())
    assert [heading for heading in headings if heading in HEADINGS] == HEADINGS


def test_the_four_featured_schools_are_there_in_order(page, section_of):
    words = section_of(page, "schools")
    schools = ["Claflin University", "Lake Erie College", "Lesley University", "Notre Dame College"]
    assert re.findall("|".join(schools), words) == schools
    assert "Notre Dame College Closed on May 2, 2024" in words


def test_visitors_can_ask_and_sign_up(page, section_of):
    assert "Ask your question" in section_of(page, "questions")
    assert 'href="/careers/medical-coding/ask/"' in page.content.decode()
    assert "Your email address Sign up" in section_of(page, "signup")
    assert 'action="/updates/" method="post"' in page.content.decode()


def test_no_sentence_of_the_first_page_is_copied(page, text_of):
    words = re.sub(r" ([.,:;])", r"\1", text_of(page)).replace("’", "'").lower()
    assert "medicare" in words
    assert [phrase for phrase in FIRST_PAGES_PHRASES if phrase in words] == []
