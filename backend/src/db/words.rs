//! A column compared with words of our own.

use diesel::{
    BoolExpressionMethods, Expression, ExpressionMethods,
    dsl::{Eq, Or},
    sql_types::Text,
};

/// `column = 'a' OR column = 'b'`. Diesel prepares a query with `eq_any` anew each time it is asked; one with this it
/// remembers.
pub(crate) fn either<C>(
    column: C,
    [one, other]: [&'static str; 2],
) -> Or<Eq<C, &'static str>, Eq<C, &'static str>>
where
    C: Expression<SqlType = Text> + ExpressionMethods + Copy,
{
    column.eq(one).or(column.eq(other))
}
