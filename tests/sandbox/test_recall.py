import pytest

from tests.sandbox.talking import LAUNCH, talk


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        # names
        (("My name is Ada.", "What is my name?"), "Your name is Ada."),
        (("call me Ada", "who am I?"), "Your name is Ada."),
        (("Hi, I'm Ada!", "Do you remember my name?"), "Your name is Ada."),
        (("I am Ada, from Zurich.", "What's my name?"), "Your name is Ada."),
        (("My name is Ada.", "Actually, my name is Grace.", "Who am I?"), "Your name is Grace."),
        (("My name is Ada. What is my name?",), "Your name is Ada."),
        (
            ("I'm German.", "What is my name?"),
            "Nothing in this conversation says what your name is. It does say: you are German.",
        ),
        (("My sister's name is Grace.", "What is my name?"), "Nothing in this conversation says what your name is."),
        (("My sister's name is Grace.", "What is my sister's name?"), "Your sister's name is Grace."),
        (("My name is Ada.", "My name is not Ada.", "It is Grace.", "What is my name?"), "Your name is Grace."),
        (("Name: Ada", "Do you know my name?"), "Your name is Ada."),
        # X is Y
        (("Option A: email. Option B: social.", "Let's choose option B.", "What is option A?"), "Option A: email."),
        (("Please remember my favourite city is Porto, ok?", "What is it?"), "Your favourite city is Porto."),
        (
            ("Step 1 is research. Step 2 is design.", "How many steps are there?"),
            "Nothing in this conversation says how many steps there are. It does say: Step 2 is design.",
        ),
        ((*LAUNCH, "When is the launch?"), "The launch date is 3 March."),
        ((*LAUNCH, "what was the date?"), "The launch date is 3 March."),
        ((*LAUNCH, "What is the product?"), "The product is Lumen, a solar desk lamp."),
        ((*LAUNCH, "What is Lumen?"), "The product is Lumen, a solar desk lamp."),
        (("Remember: the code word is bluebird.", "What was the code word?"), "The code word is bluebird."),
        (("budget = 5000 euros", "How much is the budget?"), "Budget = 5000 euros."),
        (("- price: 49 euros\n- city: Berlin", "What's the price?"), "Price: 49 euros."),
        (
            ("The launch is on 3 March.", "The launch is in Berlin.", "When is the launch?"),
            "The launch is on 3 March.",
        ),
        (
            ("The launch is on 3 March.", "The launch is in Berlin.", "Where is the launch?"),
            "The launch is in Berlin.",
        ),
        (("I'm 36 years old.", "How old am I?"), "You are 36 years old."),
        (("I'm Ada, what can you do?", "Who am I?"), "Your name is Ada."),
        # said in any other form
        (
            ("We have a team of 12 people.", "How many people are in the team?"),
            'You said: "We have a team of 12 people."',
        ),
        (("I live in Zurich.", "Where do I live?"), 'You said: "I live in Zurich."'),
        # choices
        (("We chose Berlin for the venue.", "Which venue did we choose?"), "You chose Berlin for the venue."),
        (("Let's go with option B.", "What did we choose?"), "You chose option B."),
        (("I prefer tea over coffee.", "What do I prefer?"), "You prefer tea over coffee."),
        (("We chose Berlin.", "Which city did we pick?"), "The choice that I know of: you chose Berlin."),
        (("We chose Berlin.", "Did we choose Berlin?"), "Yes: you chose Berlin."),
        (("We chose Berlin.", "Actually we chose Hamburg instead.", "What did we choose?"), "You chose Hamburg."),
        # corrections: the latest value wins
        ((*LAUNCH, "The date is now 10 March.", "When is the launch?"), "The launch date is 10 March."),
        ((*LAUNCH, "The launch moved to 10 March.", "When is the launch?"), "The launch date is 10 March."),
        ((*LAUNCH, "No, 10 March.", "When is the launch?"), "The launch date is 10 March."),
        ((*LAUNCH, "Push the launch date to 10 March.", "What is the date?"), "The launch date is 10 March."),
        (("The date is 3 March.", "No wait, it's 5 March.", "What's the date?"), "The date is 5 March."),
        (("The date is 5 March, not 3 March.", "What's the date?"), "The date is 5 March."),
        (
            ("The date is 3 March.", "The date is now 5 March.", "What was the date before?"),
            "Before it changed, the date was 3 March; now it is 5 March.",
        ),
        (
            ("The date is 3 March.", "The date is now 5 March.", "Is the date 3 March?"),
            "Not any more: the date is 5 March.",
        ),
        (
            ("The date is 3 March.", "The date is now 5 March.", "What changed?"),
            "The date was 3 March and is now 5 March.",
        ),
        (("The date is 3 March.", "The date moved from 3 March to 5 March.", "When is it?"), "The date is 5 March."),
        (("Keep the launch date in mind: 3 March.", "When is the launch?"), "The launch date: 3 March."),
        # the conversation itself
        ((*LAUNCH, "What did I ask first?"), 'You asked first: "I need help planning a product launch."'),
        (
            (*LAUNCH, "What was my first question?"),
            'Your first question was: "Which marketing channels should we use first?"',
        ),
        (("My name is Ada.", "Hello", "What did I say first?"), 'Your first message was: "My name is Ada."'),
        (("One.", "Two.", "What was my second message?"), 'Your second message was: "Two."'),
        (("One.", "What did I just say?"), 'Your previous message was: "One."'),
        (("My name is Ada.", "What is my name?", "What did you say?"), 'My last answer was: "Your name is Ada."'),
        (("One.", "Two.", "How many turns were there?"), "This is turn 3: 3 messages from you, 2 answers of mine."),
        (("One?", "How many questions have I asked?"), "You have asked 2 questions so far, this one included."),
        # what it knows
        (
            (*LAUNCH, "My name is Ada.", "What do you know so far?"),
            (
                "From this conversation I know: the product is Lumen, a solar desk lamp; the launch date is 3 March; "
                "your name is Ada."
            ),
        ),
        (
            ("My name is Ada.", "The date is 3 March.", "What do you know about me?"),
            "From this conversation I know: your name is Ada.",
        ),
        (("Hello", "What do you know about me?"), "Nothing in this conversation says anything about you yet."),
        # several at once
        (
            ("My name is Ada. The date is 3 March.", "What is my name and when is it?"),
            "Your name is Ada. The date is 3 March.",
        ),
    ],
)  # fmt: skip
def test_what_was_said_is_recalled(turns: tuple[str, ...], expected: str) -> None:
    assert talk(*turns) == expected


@pytest.mark.parametrize(
    "question",
    ["What is my name?", "When is the launch?", "Tell me the budget.", "Why did we choose Berlin?", "Where do I live?",
     "Is the date 3 March?", "Do you know the launch date?", "What do you know about Lumen?", "Who is Grace?"],
)  # fmt: skip
def test_a_message_that_stands_alone_is_answered_by_nothing(question: str) -> None:
    said = talk(question)
    assert said.startswith("Nothing in this conversation says")
    assert said.endswith("I see only this one message: no earlier turn came with it.")


@pytest.mark.parametrize(
    ("question", "later"),
    [
        ("Is my name Ada?", "What is my name?"),
        ("What if the date is 3 March?", "When is it?"),
        ("Is the launch date 3 March?", "When is the launch?"),
        ("The date is 3 March, right?", "What is the date?"),
        ("Tell me if the budget is 5000 euros.", "What is the budget?"),
        ("If the date is 3 March, we are late.", "What is the date?"),
        ("Do you think we chose Berlin?", "What did we choose?"),
    ],
)
def test_questions_and_suppositions_teach_nothing(question: str, later: str) -> None:
    assert talk(question, later).startswith("Nothing in this conversation says")
