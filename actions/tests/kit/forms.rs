/// Returns the forms of a page of a desk with one action, for the examples in the documentation.
async fn forms<A: frontdesk_actions::Action>() -> frontdesk_actions::Forms {
    use std::sync::Arc;
    use std::time::Duration;

    use axum_core::extract::FromRequestParts as _;
    use frontdesk_actions::__desk::{Config, Endpoint, Fragments, States};
    use frontdesk_actions::guard::Guard;
    use frontdesk_actions::keys::{Keys, Sealer};
    use frontdesk_actions::{Limits, MemoryStore};
    use frontdesk_router::__desk::{ErrorMap, Shared};
    use frontdesk_router::{Ctx, TokioRuntime};

    let config = Config {
        guard: Guard::new(),
        sealer: Sealer::new(&Keys::from_bytes(&[7; 32]).unwrap(), "docs"),
        store: Arc::new(MemoryStore::default()),
        limits: Limits::default(),
        form_lifetime: Duration::from_secs(60 * 60),
        form_state_lifetime: Duration::from_secs(120),
        identity: None,
        login: Default::default(),
        layers: Vec::new(),
    };
    let states = States::new();
    let (endpoint, mistakes) = Endpoint::build([A::registration()], &states, config, Fragments::default());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let shared = Shared::new(Arc::new(TokioRuntime::new()), ErrorMap::default(), String::new());
    let shared = Arc::new(shared.with(Arc::clone(endpoint.actions())));
    let (mut parts, ()) = http::Request::get("/page").body(()).unwrap().into_parts();
    parts.extensions.insert(Ctx::new(shared, &parts.uri, &parts.headers));
    frontdesk_actions::Forms::from_request_parts(&mut parts, &()).await.unwrap()
}
