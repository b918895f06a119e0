"""Which tables pages show something of. A change of theirs makes every kept page old; one of the others makes none.

Rows of releases, the `row_models` of careers/models/data_sets.py, stand in neither: they count while it is shown.
"""

from careers.models import Release

STATES_SHOWN = ", ".join(f"'{state}'" for state in Release.SHOWN)

# By model: of which rows a change counts, as SQL of a row's own columns; "" where of all. A row that was such, or that
# becomes such, counts.
SHOWN: dict[str, str] = {
    "careers.Announcement": "",
    "careers.Area": "",
    "careers.Career": "",
    "careers.Career_related": "",
    "careers.CareerChange": "",
    "careers.CareerCredential": "",
    "careers.CareerListing": "",
    "careers.Credential": "",
    "careers.Field": "",
    "careers.HomeRegion": "",
    "careers.NavigationLink": "",
    "careers.NextStep": "",
    "careers.Occupation": "",
    "careers.Occupation_predecessors": "",
    "careers.Organization": "",
    "careers.PlanSection": "",
    "careers.Release": f"{{row}}.state IN ({STATES_SHOWN})",
    # The index itself is written with it: careers/search/index.py.
    "careers.SearchEdition": "{row}.state = 'live'",
    "careers.SiteWords": "",
    "careers.Skill": "",
    "careers.Source": "",
    "careers.Synonym": "",
    "careers.Task": "",
    "careers.Title": "",
    "careers.Wish": "",
    "careers.WordsEdition": "",
    "schools.Featured": "",
    "schools.Featured_careers": "",
    "schools.School": "",
    "signups.Answer": "{row}.status = 'published'",
    "signups.Expert": "",
    "signups.HelpLine": "",
    "signups.Newsletter": "{row}.published_at IS NOT NULL",
    # Strangers send them all day; nobody sees one before it was published for the first time.
    "signups.Question": "{row}.published_at IS NOT NULL",
    # Only those of questions with a published answer are there.
    "signups.QuestionWord": "",
}

# By model: why no page that is kept shows any of it.
NOT_SHOWN: dict[str, str] = {
    "careers.AcceptedWarning": "staff's, about publishing",
    "careers.CheckedLink": "staff's, about links",
    "careers.Draft": "shown once it is published, which writes the career",
    "careers.FailedSearch": "staff's, about searches",
    "careers.Generation": "what the triggers write",
    "careers.ImportedFile": "staff's, about imports",
    "careers.ImportRun": "staff's, about imports",
    "careers.IndexedCareer": "of the search index, which shows by its edition",
    "careers.ListAction": "staff's, about what they did",
    "careers.OldAddress": "leads on to a page by a redirect, which is not kept",
    "careers.PageView": "counts for staff",
    "careers.ReleaseFile": "staff's, about imports",
    "careers.SearchPassage": "of the search index, which shows by its edition",
    "careers.SearchSpelling": "of the search index, which shows by its edition",
    "careers.SearchWeight": "of the search index, which shows by its edition",
    "careers.SearchWord": "of the search index, which shows by its edition",
    "careers.SentTable": "staff's, until they say yes to it",
    "careers.SharedLink": "opens a page that is never kept",
    "careers.UnsavedPreview": "staff's own previews",
    "careers.Version": "earlier versions, for staff",
    "signups.AddressChange": "subscribers'",
    "signups.AddressTrouble": "about mail",
    "signups.AnswerFact": "what an answer rests on, for moderators",
    "signups.AnswerFeedback": "votes, which questions count themselves, and notes for staff",
    "signups.ChangedPage": "what digests have to look at",
    "signups.DeclineReason": "for moderators, and on askers' own pages",
    "signups.Delivery": "about mail",
    "signups.Expert_careers": "whom moderators may ask",
    "signups.Expert_fields": "whom moderators may ask",
    "signups.ForgottenAddress": "subscribers'",
    "signups.Invitation": "colleagues'",
    "signups.Invitation_groups": "colleagues'",
    "signups.LastDigest": "about mail",
    "signups.Mailing": "about mail; what the archive says of it stands in the newsletter",
    "signups.MailWorker": "about mail",
    "signups.OutboxMark": "about mail",
    "signups.PageState": "what digests told",
    "signups.QuestionStep": "for moderators, and on askers' own pages",
    "signups.Removal": "colleagues'",
    "signups.ReviewReminder": "about mail",
    "signups.ShownAnswer": "what digests told",
    "signups.SignIn": "staff's sessions",
    "signups.SignupDay": "staff's counts",
    "signups.SignupFlood": "about mail",
    "signups.SignupRequest": "subscribers'",
    "signups.Subscription": "subscribers'",
    "signups.Topic": "subscribers'",
    "signups.Tries": "limits",
    "signups.Wording": "for moderators, and on askers' own pages",
}
