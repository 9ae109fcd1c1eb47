"""The tables of the store. Migrations are append-only: a file of today opens with every later academy.

A turn is what one exchange added to a context: its own input and output items, and the turn before it. A
stored response points at its turn; so does a conversation at the turn that ends it (`head`, None while items
were taken out of the middle). Turns live on while anything continues them: deleting a response in the middle
of a chain takes the response away, not what its descendants were told.
"""

MIGRATIONS = (
    """
    CREATE TABLE turn (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        parent INTEGER REFERENCES turn (id)
    );
    CREATE INDEX turn_by_parent ON turn (parent);
    CREATE TABLE item (
        turn INTEGER NOT NULL REFERENCES turn (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        side TEXT NOT NULL CHECK (side IN ('input', 'output')),
        id TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (turn, position)
    ) WITHOUT ROWID;
    CREATE INDEX item_by_id ON item (id);
    CREATE TABLE response (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        turn INTEGER NOT NULL REFERENCES turn (id),
        created_at REAL NOT NULL,
        body TEXT NOT NULL
    );
    CREATE INDEX response_by_turn ON response (turn);
    CREATE TABLE conversation (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        created_at REAL NOT NULL,
        metadata TEXT NOT NULL,
        head INTEGER REFERENCES turn (id)
    );
    CREATE INDEX conversation_by_head ON conversation (head);
    CREATE TABLE conversation_item (
        conversation TEXT NOT NULL,
        seq INTEGER NOT NULL,
        id TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (conversation, seq),
        UNIQUE (conversation, id)
    ) WITHOUT ROWID;
    CREATE INDEX conversation_item_by_id ON conversation_item (id);
    CREATE TABLE lease (
        conversation TEXT PRIMARY KEY,
        owner TEXT NOT NULL,
        until REAL NOT NULL
    ) WITHOUT ROWID;
    """,
)

# Children first, so that no foreign key is ever left hanging.
ALL = ("lease", "conversation_item", "conversation", "response", "item", "turn")
