// Reads a published file as the connection guide says, and prints what it found as JSON.
// node read_published.mjs /path/to/stockbond.duckdb
import { DuckDBInstance } from "@duckdb/node-api";

const [path] = process.argv.slice(2);
const instance = await DuckDBInstance.create(path, { access_mode: "READ_ONLY" });
const connection = await instance.connect();

const rows = async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson();

const found = {
  release: await rows("select release_id, is_simulated, last_trade_date from reports.rpt_release"),
  days: await rows(`
    select trade_date, realized_correlation, null_reason
    from marts.fct_realized_correlation_daily
    where pair_id = 'ust'
      and realized_correlation is not null
    order by trade_date desc
    limit 3
  `),
  comments: await rows(`
    select column_name, comment
    from duckdb_columns()
    where table_name = 'fct_realized_correlation_daily'
    order by column_index
  `),
};
try {
  await connection.run("delete from marts.fct_realized_correlation_daily");
  found.write = "allowed";
} catch (error) {
  found.write = String(error.message);
}
connection.closeSync();
instance.closeSync();
console.log(JSON.stringify(found));
