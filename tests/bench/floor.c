/* The floor of a sale: the reads of a scan, the reads and writes of a sale, one flush; C and SQLite.
 *
 * usage: floor MEMBERS.db JOURNAL.db SALES.bin BODY_BYTES ANSWER_BYTES
 * SALES.bin holds for each sale a card token (16 bytes) and the bucket of its account (int32).
 * Each line read says how many sales to make; for each a line of nanoseconds is written.
 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { TOKEN_BYTES = 16, HASH_BYTES = 32, TEXT_BYTES = 256, BODY_BYTES_MAX = 1 << 16 };

struct order {
    unsigned char token[TOKEN_BYTES];
    int32_t bucket;
};

static sqlite3 *members, *journal;
static sqlite3_stmt *card, *statement, *applied, *programme, *tail, *holding, *document;
static sqlite3_stmt *begin, *add_record, *add_document, *add_tail, *commit;
static char account[TEXT_BYTES], place[TEXT_BYTES];
static unsigned char read_into[BODY_BYTES_MAX], body[BODY_BYTES_MAX];
static int body_bytes, answer_bytes, anchor;

static void check(int found, int wanted, sqlite3 *db) {
    if (found != wanted) {
        fprintf(stderr, "floor: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
}

static sqlite3 *opened(const char *path, const char *synchronous) {
    sqlite3 *db;
    char *sql;
    check(sqlite3_open(path, &db), SQLITE_OK, db);
    sql = sqlite3_mprintf("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON;"
                          "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -16384;"
                          "PRAGMA wal_autocheckpoint = 4000; PRAGMA synchronous = %s",
                          synchronous);
    check(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, db);
    sqlite3_free(sql);
    return db;
}

static sqlite3_stmt *prepared(sqlite3 *db, const char *sql) {
    sqlite3_stmt *made;
    check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &made, NULL), SQLITE_OK, db);
    return made;
}

static void prepare(void) {
    card = prepared(members, "SELECT account, name, status FROM card WHERE token = ?");
    statement = prepared(members, "SELECT body FROM statement WHERE bucket = ? AND account = ?");
    applied = prepared(members, "SELECT applied FROM bucket WHERE bucket = ?");
    programme = prepared(
        members, "SELECT coalesce(max(version), 0) FROM programme WHERE starts_ms <= ?");
    tail = prepared(journal,
                    "SELECT r.position, r.body FROM tail t JOIN record r"
                    " ON r.position = t.position WHERE t.account = ? ORDER BY t.position");
    holding = prepared(journal,
                       "SELECT lot, amount, until_ms FROM holding"
                       " WHERE account = ? AND unit = ? AND place = ? ORDER BY lot");
    document = prepared(journal,
                        "SELECT d.position, d.content, r.answer FROM document d"
                        " JOIN record r ON r.position = d.position WHERE d.key = ?");
    begin = prepared(journal, "BEGIN IMMEDIATE");
    add_record = prepared(
        journal, "INSERT INTO record (position, hash, body, answer) VALUES (?, ?, ?, ?)");
    add_document = prepared(
        journal, "INSERT INTO document (key, content, position) VALUES (?, ?, ?)");
    add_tail =
        prepared(journal, "INSERT OR IGNORE INTO tail (account, position) VALUES (?, ?)");
    commit = prepared(journal, "COMMIT");
}

static void copy_rows(sqlite3_stmt *asked) {
    while (sqlite3_step(asked) == SQLITE_ROW) {
        int at, columns = sqlite3_column_count(asked);
        for (at = 0; at < columns; at++) {
            const void *data = sqlite3_column_blob(asked, at);
            int size = sqlite3_column_bytes(asked, at);
            if (data && size <= BODY_BYTES_MAX) memcpy(read_into, data, (size_t)size);
        }
    }
    sqlite3_reset(asked);
}

/* What a till must know of whoever shows a card. */
static void look_up(const struct order *order, sqlite3_int64 now_ms) {
    sqlite3_bind_int64(programme, 1, now_ms);
    copy_rows(programme);
    sqlite3_bind_blob(card, 1, order->token, TOKEN_BYTES, SQLITE_STATIC);
    check(sqlite3_step(card), SQLITE_ROW, members);
    snprintf(account, sizeof account, "%s", (const char *)sqlite3_column_text(card, 0));
    sqlite3_reset(card);
    sqlite3_bind_int(statement, 1, order->bucket);
    sqlite3_bind_text(statement, 2, account, -1, SQLITE_STATIC);
    copy_rows(statement);
    sqlite3_bind_int(applied, 1, order->bucket);
    copy_rows(applied);
    sqlite3_bind_text(tail, 1, account, -1, SQLITE_STATIC);
    copy_rows(tail);
    sqlite3_bind_text(holding, 1, account, -1, SQLITE_STATIC);
    sqlite3_bind_text(holding, 2, "points", -1, SQLITE_STATIC);
    sqlite3_bind_text(holding, 3, place, -1, SQLITE_STATIC);
    copy_rows(holding);
}

static void done(sqlite3_stmt *asked) {
    check(sqlite3_step(asked), SQLITE_DONE, journal);
    sqlite3_reset(asked);
}

static void write_down(const char *key, sqlite3_int64 position) {
    char digits[17];
    done(begin);
    sqlite3_bind_int64(add_record, 1, position);
    sqlite3_bind_blob(add_record, 2, body, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(add_record, 3, body, body_bytes, SQLITE_STATIC);
    sqlite3_bind_blob(add_record, 4, body, answer_bytes, SQLITE_STATIC);
    done(add_record);
    sqlite3_bind_text(add_document, 1, key, -1, SQLITE_STATIC);
    sqlite3_bind_blob(add_document, 2, body, HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_int64(add_document, 3, position);
    done(add_document);
    sqlite3_bind_text(add_tail, 1, account, -1, SQLITE_STATIC);
    sqlite3_bind_int64(add_tail, 2, position);
    done(add_tail);
    done(commit);
    snprintf(digits, sizeof digits, "%016llx", (unsigned long long)position);
    if (pwrite(anchor, digits, 16, 0) != 16) exit(1);
}

static long long nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void sell(const struct order *order, int number) {
    char key[TEXT_BYTES];
    snprintf(key, sizeof key, "S01|L1|2026-11-21|%06d|sale", number);
    look_up(order, 1795250000000LL + number);
    sqlite3_bind_text(document, 1, key, -1, SQLITE_STATIC);
    copy_rows(document);
    look_up(order, 1795250000000LL + number);
    write_down(key, (1LL << 40) | number);
}

int main(int count, char **arguments) {
    FILE *orders;
    struct order order;
    int wanted, number = 0;
    char path[4096];
    if (count != 6) return 2;
    members = opened(arguments[1], "NORMAL");
    journal = opened(arguments[2], "FULL");
    orders = fopen(arguments[3], "rb");
    body_bytes = atoi(arguments[4]);
    answer_bytes = atoi(arguments[5]);
    snprintf(path, sizeof path, "%s.anchor", arguments[2]);
    anchor = open(path, O_RDWR | O_CREAT, 0600);
    if (!orders || anchor < 0 || body_bytes > BODY_BYTES_MAX) return 2;
    for (number = 0; number < BODY_BYTES_MAX; number++) body[number] = (unsigned char)(number * 31);
    snprintf(place, sizeof place, "t1.1");
    prepare();
    number = 0;
    while (scanf("%d", &wanted) == 1) {
        while (wanted-- > 0 && fread(&order, sizeof order, 1, orders) == 1) {
            long long began = nanoseconds();
            sell(&order, ++number);
            printf("%lld\n", nanoseconds() - began);
        }
        printf("\n");
        fflush(stdout);
    }
    return 0;
}
