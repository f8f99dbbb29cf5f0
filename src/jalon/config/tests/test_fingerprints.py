from jalon.config import fingerprints


def test_a_folder_is_told_by_its_contents_not_by_its_dates(tmp_path):
    (tmp_path / "a.yaml").write_text("x", encoding="utf-8")
    before = fingerprints.of_contents(tmp_path)
    (tmp_path / "a.yaml").write_text("x", encoding="utf-8")
    (tmp_path / ".DS_Store").write_text("noise", encoding="utf-8")
    assert fingerprints.of_contents(tmp_path) == before
    (tmp_path / "a.yaml").write_text("y", encoding="utf-8")
    assert fingerprints.of_contents(tmp_path) != before
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")
    assert fingerprints.of_contents(tmp_path) != before


def test_what_is_kept_survives_a_damaged_file(settings, tmp_path):
    settings.JALON_HOME = tmp_path
    assert fingerprints.kept() == {}
    fingerprints.keep(one=1)
    fingerprints.keep(two=[2])
    assert fingerprints.kept() == {"one": 1, "two": [2]}
    (tmp_path / "prepared.json").write_text("[", encoding="utf-8")
    assert fingerprints.kept() == {}
