// Opens the published file read-only, asks, closes: node read.mjs FILE
import { DuckDBInstance } from "@duckdb/node-api";

const instance = await DuckDBInstance.create(process.argv[2], { access_mode: "READ_ONLY" });
const connection = await instance.connect();
const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
const answer = {
  release: await rows("select is_simulated from reports.rpt_release"),
  days: await rows("select count(*) as n from marts.fct_realized_correlation_daily"),
  comments: await rows(
    "select comment from duckdb_columns() where table_name = 'rpt_event_study' and column_name = 't_stat'",
  ),
};
try {
  await connection.run("create table marts.mine (i integer)");
  answer.refused = null;
} catch (error) {
  answer.refused = error.message;
}
console.log(JSON.stringify(answer));
connection.closeSync();
instance.closeSync();
