"""SYNAPSE VERIFICATION through Pilot: keys, feedback that stays, answers that are kept, ways on."""

import shutil
from pathlib import Path

import pytest
from textual import events

from academy.progress.facts import ANSWERED, STARTED
from academy.tui.held import QUIET
from academy.tui.screens.quiz import QuizScreen
from academy.tui.widgets.option_row import OptionRow
from academy.tui.widgets.question_page import QuestionPage
from tests.tui.quiz_stage import QUIZ, Stage, stage

COURSE = Path(__file__).parents[2]
LONG_ENOUGH = 3 * QUIET  # for a press that was not held to go on
SEVERAL = """
id = "primes"
title = "Primes"
intro = "A word *before*."
[[question]]
id = "which"
kind = "multiple"
prompt = "Which are prime? [bold]not markup[/bold]"
explanation = "Two and three."
[[question.option]]
id = "two"
text = "`2`, the even one"
correct = true
feedback = "The only even prime."
[[question.option]]
id = "four"
text = "4"
correct = false
feedback = "Two times two."
[[question.option]]
id = "three"
text = "3"
correct = true
feedback = "Yes."
[[question]]
id = "one"
kind = "true-false"
prompt = "One is prime."
explanation = "It has one divisor."
[[question.option]]
id = "yes"
text = "True"
correct = false
feedback = "It is not."
[[question.option]]
id = "no"
text = "False"
correct = true
feedback = "Right so."
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = tmp_path / "course"
    for folder in ("lessons", "quizzes"):
        shutil.copytree(COURSE / folder, root / folder)
    (root / "quizzes" / "primes.toml").write_text(SEVERAL)
    return root


def answers(at: Stage) -> int:
    return sum(event.kind == ANSWERED for event in at.journal.log.events())


def come(at: Stage, *keys: str) -> None:
    """Send keys all at once, as a terminal does with what is pasted or held down."""
    for name in keys:
        key = events.Key(name, name if len(name) == 1 else None)
        key.set_sender(at.app)
        at.app.post_message(key)


async def take(at: Stage, *numbers: int) -> None:
    for query, number in enumerate(numbers, 1):
        await at.sees(f"QUERY {query} // 3", "[ ANSWER ]")
        await at.answer(number)
        await at.sees("[ GO ON ]")
        await at.press("enter")
    await at.sees("RESULT")


async def test_three_right_answers_by_keys_alone(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await take(at, 2, 2, 4)
        await at.sees("SCORE 3/3 +300 XP", "Passed.", "50 of the XP for a flawless first attempt", "Level 2")
        assert at.progress.lessons[QUIZ].xp == 300
        await at.press("escape")
        await at.until(lambda: not isinstance(at.app.screen, QuizScreen), "the HUD")


async def test_feedback_says_what_was_chosen_what_is_right_and_why(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3")
        await at.answer(1)
        await at.sees(
            "NOT RIGHT.", "your answer, wrong", "Embeddings turn text into vectors", "right, not chosen"
        )
        await at.sees("A Conversation keeps the history on the server")
        assert answers(at) == 1


async def test_nothing_goes_on_by_itself_and_a_held_enter_does_not_either(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3")
        await at.answer(1)
        await at.sees("NOT RIGHT.")
        come(at, *["enter"] * 40)
        await at.pilot.pause(LONG_ENOUGH)
        assert "NOT RIGHT." in at.text
        await at.go_on("QUERY 2 // 3")
        assert answers(at) == 1


async def test_keys_that_were_pasted_answer_no_more_than_one_question(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3")
        come(at, "2", "enter", "2", "enter", "4", "enter")
        await at.sees("RIGHT.")
        await at.pilot.pause(LONG_ENOUGH)
        assert "QUERY 1 // 3" in at.text
        assert answers(at) == 1


async def test_enter_without_a_choice_asks_for_one(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3")
        await at.press("enter", "enter")
        await at.sees("Nothing is chosen yet")
        assert answers(at) == 0


async def test_arrows_and_space_choose(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3")
        await at.press("down", "down", "space")
        await at.sees("▸ 2 (●)")
        await at.press("up", "up", "space")
        await at.sees("▸ 1 (●)", "2 ( )")


async def test_the_mouse_answers_and_goes_on(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3")
        row = at.app.screen.query(OptionRow)[1]
        await at.pilot.click(row)
        await at.sees("2 (●)")
        await at.pilot.click(".quiz-submit", offset=(3, 0))
        await at.sees("RIGHT.", "[ GO ON ]")
        await at.pilot.click(".quiz-submit", offset=(3, 0))
        await at.sees("QUERY 2 // 3")


async def test_several_answers_are_toggled_and_earn_their_part(tmp_path: Path, course: Path) -> None:
    async with stage(tmp_path, root=course, quiz="primes") as at:
        await at.sees("QUERY 1 // 2", "Choose all that are right", "A word before.", "pays no XP")
        await at.sees("[bold]not markup[/bold]")
        await at.press("1", "2", "2")
        await at.sees("1 [●]", "2 [ ]")
        await at.press("enter")
        await at.sees("PARTLY RIGHT: 0.5 OF 1 POINT.", "The only even prime.", "right, not chosen")
        assert "Two times two." not in at.text
        await at.go_on("QUERY 2 // 2")
        assert "A word before." not in at.text
        await at.answer(2)
        await at.sees("RIGHT.")
        await at.go_on("SCORE 1.5/2 +0 XP")
        await at.sees("This quiz verifies no lesson here, so it pays no XP.")
        assert "Back to the lesson" not in at.text


async def test_an_attempt_goes_on_where_it_was_left(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3")
        await at.answer(1)
        await at.sees("NOT RIGHT.")
        await at.press("escape")
        await at.until(lambda: not isinstance(at.app.screen, QuizScreen), "the HUD")
    async with stage(tmp_path) as at:
        await at.sees("QUERY 2 // 3", "1 of 3 answered already")
        assert answers(at) == 1
        assert [event.kind for event in at.journal.log.events()].count(STARTED) == 1


async def test_a_retry_shows_the_options_in_an_order_that_a_restart_keeps(tmp_path: Path) -> None:
    async with stage(tmp_path, size=(100, 50)) as at:
        await take(at, 1, 1, 1)
        await at.sees("Not passed yet")
        await at.press("a")
        await at.sees("QUERY 1 // 3", "[ ANSWER ]")
        rows = [row.text for row in at.app.screen.query(OptionRow)]
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3", "[ ANSWER ]")
        assert [row.text for row in at.app.screen.query(OptionRow)] == rows


async def test_what_was_missed_leads_back_into_the_lesson(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await take(at, 2, 1, 4)
        await at.sees("MISSED", "QUERY 2", "Read again: Why it exists", "SCORE 2/3 +167 XP")
        await at.press("1")
        await at.until(lambda: at.progress.last == (QUIZ, "why-it-exists"), "the section to read again")


async def test_the_first_way_is_taken_by_enter_and_others_by_arrows(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await take(at, 2, 2, 4)
        await at.sees("▸ esc [ ABORT TO HUD ]")
        assert "Choose" not in at.text
        await at.press("down", "enter")
        await at.until(lambda: at.progress.last is not None, "the lesson")


async def test_a_way_can_be_clicked(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await take(at, 2, 2, 4)
        await at.pilot.click("WayRow:last-of-type")
        await at.sees("QUERY 1 // 3", "[ ANSWER ]")


async def test_an_answer_that_another_window_gave_first_stands(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3")
        other = at.journal.start_attempt(QUIZ)
        at.journal.answer(other, ["batch"])
        await at.answer(2)
        await at.sees(
            "Another window answered this question first.", "NOT RIGHT.", "The Batch API your answer"
        )
        assert answers(at) == 1


async def test_an_answer_that_could_not_be_kept_is_not_shown_as_taken(tmp_path: Path) -> None:
    async with stage(tmp_path) as at:
        await at.sees("QUERY 1 // 3")
        log = at.journal.log
        path, away = log.path, tmp_path / "away"
        log.close()
        path.rename(away)
        path.mkdir()
        await at.answer(2)
        await at.sees("Your answer was not kept.")
        assert "RIGHT." not in at.text
        assert at.app.screen.query_one(QuestionPage).sitting.chosen


async def test_a_changed_file_keeps_the_place_and_the_choice(tmp_path: Path, course: Path) -> None:
    path = course / "quizzes" / f"{QUIZ}.toml"
    async with stage(tmp_path, root=course) as at:
        await at.sees("QUERY 1 // 3")
        await at.answer(2)
        await at.sees("RIGHT.")
        await at.go_on("QUERY 2 // 3")
        await at.press("3")
        path.write_text(
            path.read_text().replace("You send the whole history; only", "You send everything; only")
        )
        await at.press("f5")
        await at.sees("You send everything; only", "3 (●)", "QUERY 2 // 3")
        await at.press("enter")
        await at.sees("NOT RIGHT.")
        path.write_text(path.read_text().replace("Both halves are the wrong way round", "Both are wrong"))
        await at.press("f5")
        await at.sees("Both are wrong", "NOT RIGHT.", "QUERY 2 // 3")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (200, 50)])
async def test_everything_can_be_reached_at_every_size(
    tmp_path: Path, course: Path, size: tuple[int, int]
) -> None:
    path = course / "quizzes" / "primes.toml"
    long = " ".join(["A long question that needs more room than there is."] * 30)
    path.write_text(SEVERAL.replace("Which are prime?", long + "\\n\\nThe end of it."))
    async with stage(tmp_path, root=course, quiz="primes", size=size) as at:
        await at.sees("QUERY 1 // 2", "[ ABORT TO HUD ]", "SYNAPSE VERIFICATION")
        page = at.app.screen.query_one(QuestionPage)
        await at.press(*["pagedown"] * 8)
        await at.sees("[ ANSWER ]")
        await at.press(*["pageup"] * 8)
        await at.until(lambda: page.scroll_y == 0, "the top")
        await at.press("down", "down", "down")
        await at.sees("▸ 3")
        await at.press("space", "enter")
        await at.sees("PARTLY RIGHT")


async def test_a_file_that_stands_alone_is_taken_reloaded_and_left_for_the_hud(tmp_path: Path) -> None:
    path = tmp_path / "primes.toml"
    path.write_text(SEVERAL)
    async with stage(tmp_path, root=path, quiz="primes") as at:
        await at.sees("QUERY 1 // 2", "pays no XP")
        await at.press("3")
        path.write_text(SEVERAL.replace("Which are prime?", "Which of these are prime?"))
        await at.press("f5")
        await at.sees("Which of these are prime?", "3 [●]")
        path.write_text("broken")
        await at.press("f5")
        await at.until(
            lambda: any("primes.toml:1" in each.message for each in at.app._notifications), "the problem"
        )
        await at.press("enter")
        await at.sees("PARTLY RIGHT")
        await at.press("escape")
        await at.until(lambda: not isinstance(at.app.page, QuizScreen), "the HUD")
