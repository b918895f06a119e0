import pytest

from careers.models import Career, CareerCredential, Credential, Organization, Skill, Task

from ...factories import make_career
from .searching import also


@pytest.fixture
def careers(db):
    coder = make_career(title="Medical Records Specialists", summary="Compile, process and code patients' records.")
    also(coder, "Medical Coder", "Billing Coder", "Coding Analyst", "Health Information Coder")
    police = also(make_career(title="Police and Sheriff's Patrol Officers"), "Police Officer", "Deputy Sheriff")
    also(police, "Cop Shop Regular", hidden=True)
    radiology = make_career(title="Radiologic Technologists and Technicians", summary="Take x-rays of patients.")
    also(radiology, "X-Ray Technician", "Radiology Tech", "CT Technologist")
    nurse = also(make_career(title="Registered Nurses"), "RN", "Charge Nurse", "Staff Nurse", "Emergency Room Nurse")
    also(make_career(title="Nurse Practitioners"), "Family Nurse Practitioner", "Advanced Practice Nurse")
    also(make_career(title="Nursing Assistants"), "Certified Nursing Assistant", "Nurse's Aide")
    also(make_career(title="Software Developers"), "C++ Programmer", ".NET Developer", "Application Developer")
    also(make_career(title="Chief Executives"), "CEO (Chief Executive Officer)", "President")
    also(make_career(title="Landscape Architects"), "Garden Designer")
    also(make_career(title="Architects, Except Landscape and Naval"), "Architect", "Building Architect")
    keeper = make_career(title="Animal Caretakers", summary="Feed and look after animals.")
    Task.objects.create(career=keeper, text="Clean the cages of exotic reptiles.")
    awarded_by = Organization.objects.create(name="Coders' Union")
    credential = Credential.objects.create(
        name="Certified Professional Coder", acronym="CPC", organization=awarded_by, url="https://coders.example/"
    )
    CareerCredential.objects.create(career=coder, credential=credential, note="Asked for.")
    Skill.objects.create(career=nurse, name="Listening")
    return {career.title: career for career in Career.objects.all()}
