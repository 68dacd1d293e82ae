"""The cells of tables: anatomy, grading forms, cohorts. A photograph's own stand in `table`."""
