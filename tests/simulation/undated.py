"""The law that no unfinished matter is without a coming date, as one question to the ledger: each row is a fault.

As `schedules/auditor.py` and `tests/chaos/oracle.py` have it, sharing no code with them. A draft of a 批示 that nobody
confirmed is no matter yet.
"""

LAW = """
WITH waits AS (
    SELECT task_id, rung, substr(occurrence || '/', 1, instr(occurrence || '/', '/') - 1) AS about
    FROM agenda WHERE fate = 'waiting'
), unfinished AS (
    SELECT * FROM task WHERE state NOT IN ('closed', 'stopped')
), running AS (
    SELECT * FROM unfinished WHERE state <> 'claimed'
)
SELECT 'task without anything to come', id FROM unfinished WHERE id NOT IN (SELECT task_id FROM waits)
UNION ALL
SELECT 'task unsigned', id FROM running WHERE (state = 'handed_out' OR signed_at IS NULL)
    AND id NOT IN (SELECT task_id FROM waits WHERE rung IN ('hand_out', 'sign'))
UNION ALL
SELECT 'task asked about and on no list', id FROM running WHERE asked_at IS NOT NULL
    AND id NOT IN (SELECT task_id FROM waits WHERE rung = 'silence_more')
UNION ALL
SELECT 'request', r.id FROM request AS r JOIN unfinished AS t ON t.id = r.task_id WHERE r.state = 'open'
    AND NOT EXISTS (SELECT 1 FROM waits AS w WHERE w.task_id = r.task_id AND (
        (w.rung = 'request_waits' AND w.about = CAST(r.id AS TEXT)) OR (w.rung = 'claim_waits' AND r.kind = 'closure')))
UNION ALL
SELECT 'difficulty in nobody''s hands', p.id FROM problem AS p JOIN unfinished AS t ON t.id = p.task_id
    WHERE p.solved_at IS NULL AND NOT EXISTS (SELECT 1 FROM matter AS m WHERE m.problem_id = p.id AND m.state = 'open')
UNION ALL
SELECT 'matter', id FROM matter WHERE state = 'open' AND (next_on IS NULL OR next_on < :today)
UNION ALL
SELECT 'promise', p.id FROM promise AS p JOIN running AS t ON t.id = p.task_id
    WHERE p.ended_at IS NULL AND p."by" > :today AND NOT EXISTS (SELECT 1 FROM agenda AS a
        WHERE a.task_id = p.task_id AND a.rung = 'promise' AND a.occurrence = CAST(p.id AS TEXT))
"""
