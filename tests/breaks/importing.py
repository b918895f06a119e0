"""Breaks of how publishers' files are read."""

from .one import Break

IMPORTING = [
    Break(
        "a zip that was cut off passes for the last workbook in it",
        "careers/importers/files.py",
        "if source.directory.starts_at > 0:",
        "if False:",
        "careers/importers/test_files.py",
    ),
    Break(
        "a top code that became known leaves what was told of it before",
        "careers/models/release.py",
        "for release in odd:",
        "for release in odd[:0]:",
        "careers/importers/test_top_codes.py",
    ),
    Break(
        "jobs in thousands are taken for jobs",
        "careers/importers/projections.py",
        "MOST_JOBS // 1000) * 1000)",
        "MOST_JOBS // 1000))",
        "careers/importers/test_projections.py",
    ),
    Break(
        "a footnote's mark stays in a title",
        "careers/importers/projections.py",
        'FOOTNOTE_MARK = re.compile(r"\\s*\\[\\d+\\]")',
        'FOOTNOTE_MARK = re.compile(r"never")',
        "careers/importers/test_projections.py",
    ),
    Break(
        "percentiles that fall are accepted",
        "careers/importers/oews/wages.py",
        "if highest is not None and amount < highest:",
        "if False:",
        "careers/importers/test_oews_wages.py careers/importers/test_oews.py",
    ),
    Break(
        "a top-coded cell is a missing one",
        "careers/importers/oews/wages.py",
        "amount = self.top_code if highest is None else max(self.top_code, highest)",
        "amount = None",
        "careers/importers/test_oews_wages.py careers/importers/test_oews.py",
    ),
    Break(
        "an occupation that stands twice with other figures is accepted",
        "careers/importers/oews/rows.py",
        "            reader.refuse_different(held, row)\n",
        "",
        "careers/importers/test_oews.py",
    ),
    Break(
        "an area that crosses a border lies in one state",
        "careers/importers/oews/rows.py",
        'states = found[1].split("-") if found else []',
        "states = []",
        "careers/importers/test_oews.py careers/importers/test_area_names.py careers/importers/test_import_data.py",
    ),
    Break(
        "O*NET tables of two releases are mixed",
        "careers/importers/onet/rows.py",
        "if (int(month[2]), int(month[1])) > (self.released.year, self.released.month):",
        "if False:",
        "careers/importers/test_onet.py careers/importers/test_onet_bad_files.py",
    ),
    Break(
        "codes of another classification are imported",
        "careers/importers/soc.py",
        "return sorted(set(codes) - codes_2018() - set(own))",
        "return []",
        "careers/importers/test_soc.py careers/importers/test_oews.py",
    ),
    Break(
        "the same file again is a second release",
        "careers/importers/loading.py",
        "        if source.sha256 in holders\n",
        "        if False\n",
        "careers/importers/test_import_data.py",
    ),
    Break(
        "what a killed import left stays for ever",
        "careers/importers/loading.py",
        "    if not options.dry_run:\n        clear_unfinished()\n",
        "",
        "careers/importers/test_import_interrupted.py",
    ),
    Break(
        "a bad file leaves its release behind",
        "careers/importers/loading.py",
        "            if result.is_begun:\n",
        "            if False:\n",
        "careers/importers/test_import_bad_files.py careers/importers/test_import_failures.py",
    ),
    Break(
        "a file is opened each time that somebody asks what is in it",
        "careers/importers/opened_files.py",
        "        if source not in self._books:\n",
        "        if True:\n",
        "careers/importers/test_openings.py",
    ),
]
