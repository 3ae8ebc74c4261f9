//! The comparisons that need no sockets: the same request, by the same code, on both sides.

use frontdesk::{Method, Request, StatusCode};

use crate::call::Respond;
use crate::case::Peer;
use crate::routes::{CACHED_ONE, NEW_ITEM};
use crate::subject::{Requests, Subject};
use crate::{floor, forms, large, lookup, requests, server_fn, traced};

/// A comparison in this process.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// The name in the output.
    pub name: &'static str,
    /// The ratio to reach. `None` for a floor.
    pub target: Option<f64>,
    /// What is compared. The ratio of several parts is their geometric mean.
    pub parts: Vec<Part>,
    /// Times, or only instructions where there is too little work for a clock.
    pub unit: Unit,
    /// Whether a subscriber of `tracing` is there.
    pub traced: bool,
}

/// What a comparison measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Nanoseconds.
    Time,
    /// Instructions.
    Instructions,
}

/// Two sides.
#[derive(Debug, Clone, Copy)]
pub enum Part {
    /// Services that respond to requests.
    Requests {
        /// Frontdesk, or what takes its place.
        ours: Side,
        /// What it is compared with.
        peer: Side,
        /// Whether the bodies of the responses are equal.
        same_body: bool,
    },
    /// Work without a request.
    Work([fn() -> Box<dyn Subject>; 2]),
}

/// A service with a request.
#[derive(Debug, Clone, Copy)]
pub struct Side {
    /// Builds the service.
    pub app: fn() -> Respond,
    /// Makes the request.
    pub request: fn() -> Request,
    /// The status of the response.
    pub status: StatusCode,
}

impl Part {
    /// Builds both sides.
    #[must_use]
    pub fn subjects(&self) -> [Box<dyn Subject>; 2] {
        match self {
            Self::Requests { ours, peer, .. } => [ours, peer].map(Side::subject),
            Self::Work(make) => make.map(|make| make()),
        }
    }

    /// The same, with the least that can be done in place of ours.
    fn floor(&self) -> Self {
        let mut part = *self;
        if let Self::Requests { ours, .. } = &mut part {
            ours.app = floor::app;
        }
        part
    }

    /// The same request to a desk and to axum's router.
    fn axum(request: fn() -> Request, status: StatusCode) -> Self {
        let side = |app| Side { app, request, status };
        Self::Requests {
            ours: side(desk),
            peer: side(axum),
            same_body: true,
        }
    }
}

impl Side {
    fn subject(&self) -> Box<dyn Subject> {
        Box::new(Requests::new((self.app)(), self.request))
    }
}

impl Comparison {
    fn new(name: &'static str, target: f64, parts: Vec<Part>) -> Self {
        Self {
            name,
            target: Some(target),
            parts,
            unit: Unit::Time,
            traced: false,
        }
    }

    /// Runs a function with the subscriber of this comparison, if it has one.
    pub fn in_context<T>(&self, run: impl FnOnce() -> T) -> T {
        if self.traced {
            tracing::subscriber::with_default(traced::subscriber(), run)
        } else {
            run()
        }
    }
}

fn desk() -> Respond {
    Peer::Frontdesk.respond()
}

fn axum() -> Respond {
    Peer::Axum.respond()
}

/// Returns all comparisons.
#[must_use]
pub fn all() -> Vec<Comparison> {
    let comparisons = [routes(), bodies(), actions(), cached(), others()].concat();
    let floors = floors(&comparisons);
    [comparisons, floors].concat()
}

fn routes() -> Vec<Comparison> {
    let get = |request| Part::axum(request, StatusCode::OK);
    let allow = |ours, same_body, request| {
        let side = |app, status| Side { app, request, status };
        Part::Requests {
            ours: side(desk, ours),
            peer: side(axum, StatusCode::METHOD_NOT_ALLOWED),
            same_body,
        }
    };
    let one = get(|| requests::by_page(Method::GET, "/users/17"));
    let three = get(|| requests::by_page(Method::GET, "/tenants/acme/users/17/items/milk"));
    let state = get(|| requests::by_page(Method::GET, "/greeting"));
    let json = get(|| requests::by_page(Method::GET, "/items/first"));
    let miss = Part::axum(
        || requests::by_page(Method::GET, "/nothing/here"),
        StatusCode::NOT_FOUND,
    );
    let delete = allow(StatusCode::METHOD_NOT_ALLOWED, false, || {
        requests::by_page(Method::DELETE, "/health")
    });
    let head = get(|| requests::by_page(Method::HEAD, "/health"));
    let options = allow(StatusCode::NO_CONTENT, true, || {
        requests::by_page(Method::OPTIONS, "/health")
    });
    vec![
        Comparison::new("route_static_vs_axum", 0.50, vec![get(health)]),
        Comparison::new("route_params_vs_axum", 0.58, vec![one, three]),
        Comparison::new("route_state_vs_axum", 0.60, vec![state]),
        Comparison::new("route_json_vs_axum", 0.48, vec![json]),
        Comparison::new("route_miss_vs_axum", 0.70, vec![miss]),
        Comparison::new("route_405_vs_axum", 0.80, vec![delete]),
        Comparison::new("route_head_vs_axum", 0.55, vec![head]),
        Comparison::new("route_options_vs_axum", 0.45, vec![options]),
    ]
}

fn health() -> Request {
    requests::by_page(Method::GET, "/health")
}

fn bodies() -> Vec<Comparison> {
    let post = |request| Part::axum(request, StatusCode::OK);
    let three = post(|| requests::by_script("/forms/three", forms::SMALL));
    let twenty = post(|| requests::by_script("/forms/twenty", forms::LARGE));
    let json = post(|| requests::json("/items", NEW_ITEM));
    vec![
        Comparison::new("route_form3_vs_axum", 0.55, vec![three]),
        Comparison::new("route_form20_vs_axum", 0.42, vec![twenty]),
        Comparison::new("route_json_body_vs_axum", 0.80, vec![json]),
    ]
}

fn actions() -> Vec<Comparison> {
    let redirect = |request| Part::axum(request, StatusCode::SEE_OTHER);
    let script = || requests::by_script("/_actions/add_as_json", forms::SMALL);
    let prg = redirect(|| requests::by_button("/_actions/add", forms::SMALL));
    let twenty = redirect(|| requests::by_button("/_actions/order", forms::LARGE));
    let ours = Side {
        app: desk,
        request: script,
        status: StatusCode::OK,
    };
    let peer = Side {
        app: server_fn::app,
        request: || requests::by_script(server_fn::PATH, forms::SMALL),
        ..ours
    };
    let server_fn = Part::Requests {
        ours,
        peer,
        same_body: true,
    };
    vec![
        Comparison::new(
            "action_script_vs_axum_form",
            0.65,
            vec![Part::axum(script, StatusCode::OK)],
        ),
        Comparison::new("action_prg_vs_axum", 0.68, vec![prg]),
        Comparison::new("action_form20_vs_axum", 0.55, vec![twenty]),
        Comparison::new("action_script_vs_server_fn", 0.55, vec![server_fn]),
    ]
}

fn cached() -> Vec<Comparison> {
    let get = |request| Part::axum(request, StatusCode::OK);
    let fixed = get(|| requests::by_page(Method::GET, "/about"));
    let rates = get(|| requests::by_page(Method::GET, "/rates"));
    let one = get(|| requests::by_page(Method::GET, CACHED_ONE));
    vec![
        Comparison::new("cached_static_vs_axum", 0.52, vec![fixed]),
        Comparison::new("cached_revalidate_vs_axum", 0.60, vec![rates]),
        Comparison::new("cached_param_vs_axum", 0.70, vec![one]),
    ]
}

fn others() -> Vec<Comparison> {
    let matching = Comparison {
        unit: Unit::Instructions,
        ..Comparison::new("lookup_vs_matchit", 1.30, lookup::PARTS.map(Part::Work).to_vec())
    };
    let side = |app| Side {
        app,
        request: large::request,
        status: StatusCode::OK,
    };
    let large = Part::Requests {
        ours: side(large::ten_thousand),
        peer: side(large::hundred),
        same_body: true,
    };
    let side = |app| Side {
        app,
        request: health,
        status: StatusCode::OK,
    };
    let traced = Part::Requests {
        ours: side(desk),
        peer: side(traced::axum),
        same_body: true,
    };
    let span = Comparison {
        traced: true,
        ..Comparison::new("span_static_vs_axum_trace", 0.75, vec![traced])
    };
    vec![matching, Comparison::new("lookup_10k_vs_100", 1.5, vec![large]), span]
}

/// What is less fast than the target: how fast the least that can be done is, in place of ours.
const FLOORS: &[(&str, &str)] = &[
    ("floor_of_route_static", "route_static_vs_axum"),
    ("floor_of_route_params", "route_params_vs_axum"),
    ("floor_of_route_state", "route_state_vs_axum"),
    ("floor_of_route_json", "route_json_vs_axum"),
    ("floor_of_route_head", "route_head_vs_axum"),
    ("floor_of_route_options", "route_options_vs_axum"),
    ("floor_of_route_form3", "route_form3_vs_axum"),
    ("floor_of_route_form20", "route_form20_vs_axum"),
    ("floor_of_action_script", "action_script_vs_axum_form"),
    ("floor_of_action_prg", "action_prg_vs_axum"),
    ("floor_of_action_form20", "action_form20_vs_axum"),
    ("floor_of_action_server_fn", "action_script_vs_server_fn"),
    ("floor_of_cached_static", "cached_static_vs_axum"),
    ("floor_of_cached_revalidate", "cached_revalidate_vs_axum"),
];

fn floors(comparisons: &[Comparison]) -> Vec<Comparison> {
    let floor = |(name, of): &(&'static str, &str)| {
        let comparison = comparisons.iter().find(|comparison| comparison.name == *of)?;
        let parts = comparison.parts.iter().map(Part::floor).collect();
        Some(Comparison {
            name,
            target: None,
            parts,
            ..comparison.clone()
        })
    };
    FLOORS.iter().filter_map(floor).collect()
}
