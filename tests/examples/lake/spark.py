from pyspark.sql import SparkSession

spark = SparkSession.builder.getOrCreate()
history = spark.read.schema("""
    agreement string, clause string, title string, topic string, status string,
    valid_from date, valid_to date, doubtful_from date, event string, action string,
    text string, terms map<string, string>, through string, until string,
    renews string, renewals int, notice string, parties array<string>
""").parquet("lake")


def stood(day):
    return history.where(f"valid_from <= date'{day}' and (valid_to is null or date'{day}' <= valid_to)")


def about(topic, day):
    return stood(day).where(history.topic == topic)


def changed(day, later):
    both = stood(day).alias("old").join(stood(later).alias("new"), "clause", "full")
    columns = "status text through until renews renewals notice parties".split()
    same = [f"old.{column} <=> new.{column}" for column in columns]
    # Spark compares no maps, but lists of their entries.
    same.append("sort_array(map_entries(old.terms)) <=> sort_array(map_entries(new.terms))")
    how = "case when old.status is null then 'adopted' when new.status is null then 'ended' else 'amended' end"
    return both.where(f"not ({' and '.join(same)})").selectExpr("clause", f"{how} as how")
