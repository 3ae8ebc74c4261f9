//! Parses the arguments of `app_dir!`.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, LitStr, ReturnType, Signature, Token, Visibility, bracketed};

/// The arguments: `"src/app", pub fn routes() -> Router<App>`.
pub(crate) struct Input {
    /// The path of the crate that generated code calls.
    pub(crate) root: TokenStream,
    pub(crate) folder: LitStr,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) visibility: Visibility,
    pub(crate) signature: Signature,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        // The macro `frontdesk_router::app_dir!` inserts the path of its own crate first.
        let root;
        bracketed!(root in input);
        let root = root.parse()?;
        let folder: LitStr = input
            .parse()
            .map_err(|error| syn::Error::new(error.span(), format!("write the folder first; {}", usage("src/app"))))?;
        let missing_function = || {
            let message = "write the function that returns the routes";
            syn::Error::new(folder.span(), format!("{message}; {}", usage(&folder.value())))
        };
        input.parse::<Token![,]>().map_err(|_| missing_function())?;
        if input.is_empty() {
            return Err(missing_function());
        }
        let parsed = Self {
            root,
            attributes: input.call(Attribute::parse_outer)?,
            visibility: input.parse()?,
            signature: input.parse()?,
            folder,
        };
        input.parse::<Option<Token![,]>>()?;
        parsed.check()?;
        Ok(parsed)
    }
}

impl Input {
    fn check(&self) -> syn::Result<()> {
        let Signature { inputs, output, .. } = &self.signature;
        let usage = usage(&self.folder.value());
        if !inputs.is_empty() {
            let message = format!("the function that returns the routes takes no arguments; {usage}");
            return Err(syn::Error::new_spanned(inputs, message));
        }
        if let Some(token) = &self.signature.asyncness {
            let message = format!("the function that returns the routes cannot be async; {usage}");
            return Err(syn::Error::new_spanned(token, message));
        }
        if matches!(output, ReturnType::Default) {
            let message = format!("the function that returns the routes has no return type; {usage}");
            return Err(syn::Error::new_spanned(&self.signature.ident, message));
        }
        Ok(())
    }
}

fn usage(folder: &str) -> String {
    format!("write `app_dir!({folder:?}, pub fn routes() -> Router<App>)`")
}
