//! The parts of the overview, as a page shows them.

use frontdesk::{Forms, Problem};
use maud::{Markup, html};

use crate::actions::Order as OrderForm;
use crate::catalogue::Product;
use crate::orders::Order;
use crate::part::{Missing, Part};

/// Renders the orders of a person.
pub(crate) fn orders(part: &Part<Vec<Order>>) -> Markup {
    html! {
        h2 { "Your orders" }
        @match part {
            Part::Here { data, .. } => {
                ul { @for order in data { li { "Order " (order.number) ": " (order.product) } } }
                p { a href="/export" download { "All orders as CSV" } " (256 MB)" }
            }
            Part::Missing(missing) => { (notice(missing)) }
        }
    }
}

/// Renders the products, each with a form that orders it.
pub(crate) fn products(part: &Part<Vec<Product>>, forms: &Forms) -> Markup {
    html! {
        h2 { "Catalogue" }
        @match part {
            Part::Here { data, cached } => {
                table {
                    @for product in data {
                        tr { td { (product.name) } td { (price(product.cents)) } td { (order(product, forms)) } }
                    }
                }
                p.age {
                    @match cached {
                        None => "From the service",
                        Some(cached) => {
                            "From the cache, age: " (cached.age) " s"
                            @if cached.stale { ", and being refreshed" }
                        }
                    }
                }
            }
            Part::Missing(missing) => { (notice(missing)) }
        }
    }
}

fn order(product: &Product, forms: &Forms) -> Markup {
    let form = forms.of_key::<OrderForm>(&product.name);
    let name = form.field(OrderForm::PRODUCT);
    html! {
        (form.open())
            input type="hidden" name=(name.name()) value=(product.name);
            @if let Some(problem) = form.problem() {
                div.problem role="alert" { strong { (problem.title) } @if let Some(detail) = &problem.detail { p { (detail) } } }
            }
            button aria-label={ "Order " (product.name) } { "Order" }
        (form.close())
    }
}

fn price(cents: u32) -> String {
    format!("€{}.{:02}", cents / 100, cents % 100)
}

/// Renders why the orders and the catalogue are missing, in place of both.
pub(crate) fn all_missing(problem: &Problem) -> Markup {
    html! {
        div.problem role="alert" {
            strong { (problem.title()) }
            @if let Some(detail) = problem.detail() { p { (detail) } }
        }
    }
}

/// Renders why one part is missing, in its place.
fn notice(missing: &Missing) -> Markup {
    html! {
        div.problem {
            strong { (missing.title) }
            @if let Some(detail) = &missing.detail { p { (detail) } }
        }
    }
}
